package dev.duly.redis;

import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Retention;
import dev.duly.job.Due;
import dev.duly.job.Enqueued;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an operator does: in each queue one script, with its line in the audit. */
final class RedisOperator implements Operator {
  private final Redis redis;
  private final Queues queues;
  private final RetentionKeys retained;
  private final RedisInspector inspector;
  private final Told told;

  /**
   * Told of what an operator does.
   *
   * @param arrived when there may be something to claim
   * @param asked when a running job is asked to stop
   */
  record Told(Runnable arrived, Runnable asked) {}

  RedisOperator(Redis redis, Queues queues, RedisInspector inspector, Told told) {
    this.redis = redis;
    this.queues = queues;
    this.retained = new RetentionKeys(redis);
    this.inspector = inspector;
    this.told = told;
  }

  @Override
  public List<Acted> requeue(List<JobRef> jobs, String who) {
    List<Acted> acts = act("retry", jobs, who, new byte[0]);
    told.arrived().run();
    return acts;
  }

  @Override
  public Acted requeue(JobRef job, Payload edited, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(edited);
    Acted acted = withPayload("retry", job, edited, who);
    told.arrived().run();
    return acted;
  }

  @Override
  public Acted edit(JobRef job, Payload payload, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(payload);
    return withPayload("edit", job, payload, who);
  }

  private Acted withPayload(String verb, JobRef job, Payload payload, String who) {
    Optional<JobRecord> stored = inspector.find(job);
    if (stored.isEmpty()) {
      return Acted.NOT_FOUND;
    }
    byte[] body = Body.of(stored.get().job()).withPayload(payload).bytes();
    return act(verb, List.of(job), who, body).get(0);
  }

  @Override
  public List<Acted> cancel(List<JobRef> jobs, String who) {
    List<Acted> acts = act("cancel", jobs, who, new byte[0]);
    if (acts.contains(Acted.ASKED)) {
      told.asked().run();
    }
    return acts;
  }

  @Override
  public List<Acted> reschedule(List<JobRef> jobs, Due due, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(due);
    String argument =
        due instanceof Due.In in
            ? "+" + in.delay().toMillis()
            : Long.toString(((Due.At) due).instant().toEpochMilli());
    List<Acted> acts = act("reschedule", jobs, who, Bytes.latin(argument));
    told.arrived().run();
    return acts;
  }

  @Override
  public List<Acted> delete(List<JobRef> jobs, String who) {
    return act("delete", jobs, who, new byte[0]);
  }

  @Override
  public List<Acted> discard(List<JobRef> letters, String who) {
    return act("discard", letters, who, new byte[0]);
  }

  /** Each queue acts on those that are its own. */
  private List<Acted> act(String verb, List<JobRef> jobs, String who, byte[] argument) {
    Acted[] acts = new Acted[jobs.size()];
    Arrays.fill(acts, Acted.NOT_FOUND);
    byte[] number = Audit.newAct();
    inKnownQueues(jobs)
        .forEach(
            (queue, places) -> {
              List<byte[]> arguments =
                  new ArrayList<>(
                      List.of(
                          number,
                          Bytes.utf8(who),
                          Bytes.latin(verb),
                          Bytes.latin(jobs.get(0).id().value()),
                          argument));
              places.forEach(place -> arguments.add(Ids.bytes(jobs.get(place).id())));
              byte[] letters = (byte[]) redis.run(verb, Script.ACT, queue, arguments);
              for (int i = 0; i < letters.length; i++) {
                acts[places.get(i)] = acted(letters[i]);
              }
            });
    return Arrays.asList(acts);
  }

  /** Where in the list each queue's jobs are; a queue that is not known has none. */
  private Map<String, List<Integer>> inKnownQueues(List<JobRef> jobs) {
    Map<String, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      places.computeIfAbsent(jobs.get(i).queue(), queue -> new ArrayList<>()).add(i);
    }
    places.keySet().retainAll(queues.all());
    return places;
  }

  private static Acted acted(byte letter) {
    return switch (letter) {
      case 'D' -> Acted.DONE;
      case 'A' -> Acted.ASKED;
      case 'K' -> Acted.KEY_HELD;
      case 'W' -> Acted.WRONG_STATE;
      default -> Acted.NOT_FOUND;
    };
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(letters.stream().map(DeadJob::job).toList());
    Map<String, EnqueueCommand.Batch> bulks = new LinkedHashMap<>();
    for (int i = 0; i < letters.size(); i++) {
      DeadJob letter = letters.get(i);
      bulks
          .computeIfAbsent(letter.job().queue(), queue -> new EnqueueCommand.Batch())
          .add(i, letter.job(), Letters.arguments(letter));
    }
    Enqueued[] answers = new Enqueued[letters.size()];
    byte[] number = Audit.newAct();
    bulks.forEach(
        (queue, bulk) -> {
          List<byte[]> arguments =
              new ArrayList<>(
                  List.of(number, Bytes.utf8(who), Bytes.latin(letters.get(0).job().id().value())));
          arguments.addAll(bulk.arguments());
          bulk.answer(queues.runKnown("import", Script.IMPORT, queue, arguments), answers);
        });
    return Arrays.asList(answers);
  }

  @Override
  public void pause(String queue, String who) {
    pause(queue, who, true);
  }

  @Override
  public void resume(String queue, String who) {
    pause(queue, who, false);
    told.arrived().run();
  }

  private void pause(String queue, String who, boolean pause) {
    Names.requireQueue(queue);
    queues.makeKnown(queue);
    redis.run(
        pause ? "pause" : "resume",
        Script.PAUSE,
        queue,
        List.of(Audit.newAct(), Bytes.utf8(who), Bytes.latin(pause ? "1" : "0")));
  }

  @Override
  public void pauseType(String type, String who) {
    queues.pauseType(Names.requireType(type), who, true);
  }

  @Override
  public void resumeType(String type, String who) {
    queues.pauseType(Names.requireType(type), who, false);
    told.arrived().run();
  }

  @Override
  public void keep(Retention retention, String who) {
    retained.set(retention, who);
  }
}
