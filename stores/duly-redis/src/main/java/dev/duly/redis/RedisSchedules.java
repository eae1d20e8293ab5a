package dev.duly.redis;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.FiredId;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.backend.support.DefinitionText;
import dev.duly.backend.support.FiredJobs;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ZRangeParams;

/**
 * The schedules, all on one node under no queue's name. What is fired lies in the outbox there, in
 * the same step as the ledger's line, and is passed on to its queue.
 */
final class RedisSchedules implements Schedules {
  /** Where what is of no queue lies. */
  static final String NO_QUEUE = "*";

  private static final int JOB_AT = 13; // in what is kept of where a schedule stands

  private final Redis redis;
  private final RedisInspector inspector;
  private final Outbox outbox;
  private final List<byte[]> keys;

  RedisSchedules(Redis redis, RedisInspector inspector, Outbox outbox) {
    this.redis = redis;
    this.inspector = inspector;
    this.outbox = outbox;
    this.keys =
        Stream.of(
                "schedules",
                "schedules_at",
                "schedules_next",
                "schedules_ids",
                "schedules_revision",
                "audit",
                "outbox")
            .map(redis.keys()::global)
            .toList();
  }

  private byte[] what() {
    return keys.get(0);
  }

  private byte[] where() {
    return keys.get(1);
  }

  private byte[] times() {
    return keys.get(2);
  }

  private byte[] ids() {
    return keys.get(3);
  }

  private byte[] ledgerOf(String id) {
    return redis.keys().global("ticks:" + id);
  }

  private Object run(String act, Stream<String> ledgers, Packed given) {
    List<byte[]> on = new ArrayList<>(keys);
    ledgers.map(this::ledgerOf).forEach(on::add);
    return redis.runOn(act, Script.SCHEDULE, on, List.of(Bytes.latin(act), given.done()));
  }

  @Override
  public Instant now() {
    return redis.now();
  }

  @Override
  public void put(List<Entry> entries, String who) {
    if (entries.isEmpty()) {
      return;
    }
    Packed given = new Packed().map(3);
    given.key("number").bytes(Audit.newAct()).key("who").bytes(Bytes.utf8(who));
    given.key("entries").array(entries.size());
    for (Entry entry : entries) {
      given
          .array(3)
          .latin(entry.definition().id())
          .bytes(bytes(entry.definition()))
          .number(millis(entry.next()));
    }
    run("put", Stream.empty(), given);
  }

  private static byte[] bytes(Definition definition) {
    byte[] payload = definition.template().payload().bytes();
    return new Bytes(payload.length + 512)
        .text(DefinitionText.of(definition), 4)
        .raw(payload)
        .done();
  }

  private static long millis(Optional<Instant> next) {
    return next.map(Instant::toEpochMilli).orElse(0L);
  }

  @Override
  public boolean pause(String id, String who) {
    return act("pause", id, who, Optional.empty());
  }

  @Override
  public boolean resume(String id, Optional<Instant> next, String who) {
    return act("resume", id, who, Optional.of(millis(next)));
  }

  @Override
  public boolean remove(String id, String who) {
    return act("remove", id, who, Optional.empty());
  }

  private boolean act(String act, String id, String who, Optional<Long> next) {
    Packed given = new Packed().map(next.isPresent() ? 4 : 3);
    given.key("number").bytes(Audit.newAct()).key("who").bytes(Bytes.utf8(who));
    given.key("id").latin(id);
    next.ifPresent(time -> given.key("next").number(time));
    return (Long) run(act, Stream.of(id), given) > 0;
  }

  @Override
  public Optional<ScheduleRecord> find(String id) {
    return records(List.of(Bytes.latin(id))).stream().findFirst();
  }

  @Override
  public List<ScheduleRecord> list(String after, int limit) {
    byte[] from = Bytes.latin(after.isEmpty() ? "-" : "(" + after);
    return records(
        redis.call(
            "schedules",
            jedis ->
                jedis.zrange(
                    ids(),
                    ZRangeParams.zrangeByLexParams(from, Bytes.latin("+")).limit(0, limit))));
  }

  /** What was fired before is stored by then, so that a last job is known. */
  @Override
  public List<ScheduleRecord> due(int max) {
    outbox.tryToEmpty(NO_QUEUE, this::amend);
    double now = redis.now().toEpochMilli();
    return records(
        redis.call(
            "schedules",
            jedis ->
                jedis.zrange(times(), ZRangeParams.zrangeByScoreParams(0, now).limit(0, max))));
  }

  /** In their order, without those that are gone. */
  private List<ScheduleRecord> records(List<byte[]> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    byte[][] fields = ids.toArray(byte[][]::new);
    List<byte @Nullable []> all = redis.call("schedules", jedis -> jedis.hmget(what(), fields));
    List<byte @Nullable []> at = redis.call("schedules", jedis -> jedis.hmget(where(), fields));
    List<ScheduleRecord> records = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      byte[] definition = all.get(i);
      byte[] stands = at.get(i);
      if (definition != null && stands != null) {
        record(Bytes.latin(fields[i]), definition, stands).ifPresent(records::add);
      }
    }
    return withStates(records);
  }

  private static Optional<ScheduleRecord> record(String id, byte[] definition, byte[] stands) {
    Bytes.Reader what = new Bytes.Reader(definition, 0);
    String text = what.text(4);
    Bytes.Reader where = new Bytes.Reader(stands, 0);
    long revision = where.number(6);
    boolean paused = where.number(1) == 1;
    long next = where.number(6);
    Optional<JobRef> last =
        stands.length > JOB_AT
            ? Optional.of(new JobRef(where.text(1), Ids.of(where.rest())))
            : Optional.empty();
    return DefinitionText.read(id, text, what.rest())
        .map(
            read ->
                new ScheduleRecord(
                    read,
                    revision,
                    next == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next)),
                    last,
                    Optional.empty(),
                    paused));
  }

  private List<ScheduleRecord> withStates(List<ScheduleRecord> records) {
    List<JobRef> jobs = records.stream().flatMap(record -> record.lastJob().stream()).toList();
    List<Optional<JobState>> states = inspector.states(jobs);
    List<ScheduleRecord> all = new ArrayList<>(records.size());
    int next = 0;
    for (ScheduleRecord record : records) {
      all.add(record.lastJob().isPresent() ? record.withLastState(states.get(next++)) : record);
    }
    return all;
  }

  @Override
  public Optional<Instant> next() {
    return redis.call("schedules", jedis -> jedis.zrangeWithScores(times(), 0, 0)).stream()
        .map(first -> Instant.ofEpochMilli((long) first.getScore()))
        .findFirst();
  }

  @Override
  public List<Fired> fire(List<Firing> firings) {
    if (firings.isEmpty()) {
      return List.of();
    }
    Packed given = new Packed().map(1).key("firings").array(firings.size());
    firings.forEach(firing -> write(given, firing));
    byte[] answers = (byte[]) run("fire", firings.stream().map(Firing::id), given);
    outbox.tryToEmpty(NO_QUEUE, this::amend);
    List<Fired> outcomes = new ArrayList<>(answers.length);
    for (byte answer : answers) {
      outcomes.add(answer == 'A' ? Fired.APPLIED : Fired.LOST);
    }
    return outcomes;
  }

  /** The ledger's line of a job that met another one, which holds its unique key. */
  private void amend(JobRef job, Enqueued answer) {
    FiredId fired = FiredId.of(job.id());
    String id = fired.schedule();
    double nominal = fired.nominal().toEpochMilli();
    boolean isOurs = answer instanceof Enqueued.Replaced || fired.isOfSameSchedule(answer.id());
    byte[] last = isOurs ? place(new JobRef(job.queue(), answer.id())) : new byte[0];
    byte[] key = ledgerOf(id);
    redis
        .call(
            "ledger",
            jedis -> jedis.zrange(key, ZRangeParams.zrangeByScoreParams(nominal, nominal)))
        .stream()
        .map(RedisSchedules::tick)
        .map(tick -> FiredJobs.told(tick, answer))
        .forEach(
            tick -> {
              Packed given = new Packed().map(4).key("id").latin(id);
              given.key("nominal").number(tick.nominal().toEpochMilli());
              given.key("tick").bytes(bytes(tick));
              given.key("last").bytes(last);
              run("amend", Stream.of(id), given);
            });
  }

  private static void write(Packed given, Firing firing) {
    List<EncodedJob> jobs = firing.jobs();
    given
        .array(6)
        .latin(firing.id())
        .number(firing.revision())
        .number(millis(firing.next()))
        .bytes(jobs.isEmpty() ? new byte[0] : place(jobs.get(jobs.size() - 1).ref()))
        .array(2 * firing.ticks().size());
    for (Tick tick : firing.ticks()) {
      given.number(tick.nominal().toEpochMilli()).bytes(bytes(tick));
    }
    given.array(2 * jobs.size());
    for (EncodedJob job : jobs) {
      given.bytes(Ids.bytes(job.id())).bytes(Outbox.line(job));
    }
  }

  private static byte[] place(JobRef job) {
    return new Bytes(64).text(job.queue(), 1).raw(Ids.bytes(job.id())).done();
  }

  /** Begins with its time, so that no two of a ledger are alike. */
  private static byte[] bytes(Tick tick) {
    return new Bytes(64)
        .number(tick.nominal().toEpochMilli(), 8)
        .text(tick.outcome().text(), 1)
        .text(tick.reason(), 2)
        .raw(tick.job().map(Ids::bytes).orElse(new byte[0]))
        .done();
  }

  @Override
  public List<Tick> ledger(String id, int limit) {
    byte[] key = ledgerOf(id);
    return redis
        .call("ledger", jedis -> jedis.zrange(key, ZRangeParams.zrangeParams(0, limit - 1).rev()))
        .stream()
        .map(RedisSchedules::tick)
        .toList();
  }

  private static Tick tick(byte[] bytes) {
    Bytes.Reader in = new Bytes.Reader(bytes, 0);
    Instant nominal = Instant.ofEpochMilli(in.number(8));
    TickOutcome outcome = TickOutcome.of(in.text(1));
    String reason = in.text(2);
    return new Tick(
        nominal,
        outcome,
        reason,
        in.hasMore() ? Optional.of(Ids.of(in.rest())) : Optional.<JobId>empty());
  }
}
