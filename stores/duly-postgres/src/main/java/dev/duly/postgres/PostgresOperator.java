package dev.duly.postgres;

import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.RetentionRow;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator does, each one transaction with its line in the audit. */
final class PostgresOperator implements Operator {
  private final Store store;
  private final EnqueueStatements enqueueing;
  private final Told told;

  /**
   * Told of what an operator does.
   *
   * @param arrived when there may be something to claim
   * @param asked when a running job is asked to stop, in this process
   * @param word that tells other processes of it
   */
  record Told(Runnable arrived, Runnable asked, String word) {}

  PostgresOperator(Store store, EnqueueStatements enqueueing, Told told) {
    this.store = store;
    this.enqueueing = enqueueing;
    this.told = told;
  }

  /** What became of jobs, by id; those that are known by their queue. */
  private static final class Acts {
    private final Set<String> done = new HashSet<>();
    private final Set<String> again = new HashSet<>(); // what is done to them can be done twice
    private final Set<String> asked = new HashSet<>();
    private final Set<String> keyHeld = new HashSet<>();
    private final Map<String, String> known;

    Acts(Map<String, String> known) {
      this.known = known;
    }

    /** Those that are known, each once, in the order in which they were given. */
    private List<String> ids(List<JobRef> jobs) {
      Stream<String> ids = jobs.stream().map(job -> job.id().value());
      return ids.filter(known::containsKey).distinct().toList();
    }

    /** Each once: of two alike the second finds the job as the first left it. */
    private Acted of(JobRef job) {
      String id = job.id().value();
      if (!job.queue().equals(known.get(id))) {
        return Acted.NOT_FOUND;
      } else if (done.remove(id) || again.contains(id)) {
        return Acted.DONE;
      } else if (asked.remove(id)) {
        return Acted.ASKED;
      } else if (keyHeld.contains(id)) {
        return Acted.KEY_HELD;
      }
      return Acted.WRONG_STATE;
    }
  }

  private interface Act {
    void on(Db db, List<String> ids, Acts acts) throws SQLException;
  }

  @Override
  public List<Acted> requeue(List<JobRef> jobs, String who) {
    List<Acted> acts = act("retry", jobs, who, PostgresOperator::requeue);
    told.arrived.run();
    return acts;
  }

  @Override
  public Acted requeue(JobRef job, Payload edited, String who) {
    PostgresBackend.CAPABILITIES.requireAcceptable(edited);
    Act act =
        (db, ids, acts) -> {
          requeue(db, ids, acts);
          if (!acts.done.isEmpty()) {
            edit(db, job.id(), edited, acts);
          }
        };
    Acted acted = act("retry", List.of(job), who, act).get(0);
    told.arrived.run();
    return acted;
  }

  private static void requeue(Db db, List<String> ids, Acts acts) throws SQLException {
    try (ResultSet row =
        db.prepare("requeue").texts("ids", nullable(ids)).number("now", db.now()).query()) {
      while (row.next()) {
        (row.getBoolean(2) ? acts.done : acts.keyHeld).add(row.getString(1));
      }
    }
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    List<EncodedJob> jobs = letters.stream().map(DeadJob::job).toList();
    PostgresBackend.CAPABILITIES.requireAcceptable(jobs);
    return letters.isEmpty()
        ? List.of()
        : store.transaction(
            "import of " + letters.size() + " jobs", db -> importDead(db, letters, jobs, who));
  }

  private List<Enqueued> importDead(Db db, List<DeadJob> letters, List<EncodedJob> jobs, String who)
      throws SQLException {
    List<Enqueued> answers = enqueueing.enqueueWithoutKeys(db, jobs);
    TreeMap<String, DeadJob> stored = new TreeMap<>();
    for (int i = 0; i < letters.size(); i++) {
      if (answers.get(i) instanceof Enqueued.Stored) {
        stored.put(jobs.get(i).id().value(), letters.get(i));
      }
    }
    if (!stored.isEmpty()) {
      ImportStatements.importDead(db, DetachedJobs.of(db, List.copyOf(stored.keySet())), stored);
      audit(db, who, "import", jobs.get(0).id().value(), stored.size());
    }
    return answers;
  }

  @Override
  public List<Acted> cancel(List<JobRef> jobs, String who) {
    List<Acted> acts = act("cancel", jobs, who, this::cancel);
    if (acts.contains(Acted.ASKED)) {
      told.asked.run();
    }
    return acts;
  }

  private void cancel(Db db, List<String> ids, Acts acts) throws SQLException {
    DetachedJobs pulled = DetachedJobs.of(db, ids);
    acts.done.addAll(
        texts(db.prepare("cancel").longs(pulled.seqs()).integers(pulled.lanes()).number(db.now())));
    acts.asked.addAll(texts(db.prepare("cancel_request").texts(nullable(ids))));
    if (!acts.asked.isEmpty()) {
      db.prepare("notify").text(told.word).query().close(); // heard when this commits
    }
  }

  @Override
  public List<Acted> reschedule(List<JobRef> jobs, Due due, String who) {
    PostgresBackend.CAPABILITIES.requireAcceptable(due);
    List<Acted> acts =
        act("reschedule", jobs, who, (db, texts, some) -> reschedule(db, texts, due, some));
    told.arrived.run();
    return acts;
  }

  private static void reschedule(Db db, List<String> ids, Due due, Acts acts) throws SQLException {
    DetachedJobs pulled = DetachedJobs.of(db, ids);
    acts.done.addAll(
        texts(
            db.prepare("reschedule")
                .longs(pulled.seqs())
                .integers(pulled.lanes())
                .number(due instanceof Due.At at ? (Long) at.instant().toEpochMilli() : null)
                .number(due instanceof Due.In in ? (Long) in.delay().toMillis() : null)
                .number(db.now())));
    acts.again.addAll(acts.done);
  }

  @Override
  public List<Acted> delete(List<JobRef> jobs, String who) {
    return act("delete", jobs, who, PostgresOperator::delete);
  }

  private static void delete(Db db, List<String> ids, Acts acts) throws SQLException {
    db.prepare("key_lock").texts(nullable(ids)).query().close();
    DetachedJobs pulled = DetachedJobs.of(db, ids);
    acts.done.addAll(texts(db.prepare("delete_pulled").longs(pulled.seqs())));
    acts.done.addAll(texts(db.prepare("delete_final").texts(nullable(ids)).bool(false)));
  }

  @Override
  public List<Acted> discard(List<JobRef> letters, String who) {
    return act(
        "discard",
        letters,
        who,
        (db, ids, acts) ->
            acts.done.addAll(texts(db.prepare("delete_final").texts(nullable(ids)).bool(true))));
  }

  @Override
  public Acted edit(JobRef job, Payload payload, String who) {
    PostgresBackend.CAPABILITIES.requireAcceptable(payload);
    return act(
            "edit",
            List.of(job),
            who,
            (db, ids, acts) -> {
              if (!ids.isEmpty()) {
                edit(db, job.id(), payload, acts);
              }
            })
        .get(0);
  }

  private static void edit(Db db, JobId id, Payload payload, Acts acts) throws SQLException {
    acts.done.addAll(
        texts(
            db.prepare("edit")
                .text(id.value())
                .bytes(payload.bytes())
                .text(payload.contentType())
                .integer(payload.version())
                .text(payload.keyId().orElse(null))
                .text(id.value())));
  }

  private List<Acted> act(String verb, List<JobRef> jobs, String who, Act act) {
    return jobs.isEmpty()
        ? List.of()
        : store.transaction(
            verb + " of " + jobs.size() + " jobs",
            db -> {
              Acts acts = new Acts(known(db, jobs));
              act.on(db, acts.ids(jobs), acts);
              List<Acted> answers = jobs.stream().map(acts::of).toList();
              long done = answers.stream().filter(a -> a == Acted.DONE || a == Acted.ASKED).count();
              if (done > 0) {
                audit(db, who, verb, jobs.get(0).id().value(), (int) done);
              }
              return answers;
            });
  }

  /** The ids and queues of those that are stored where they are said to be. */
  private static Map<String, String> known(Db db, List<JobRef> jobs) throws SQLException {
    Set<JobRef> asked = Set.copyOf(jobs);
    List<@Nullable String> ids = new ArrayList<>();
    jobs.forEach(job -> ids.add(job.id().value()));
    Map<String, String> known = new HashMap<>();
    try (ResultSet row = db.prepare("known").texts(ids).query()) {
      while (row.next()) {
        JobRef job = new JobRef(row.getString(2), new JobId(row.getString(1)));
        if (asked.contains(job)) {
          known.put(job.id().value(), job.queue());
        }
      }
    }
    return known;
  }

  @Override
  public void pause(String queue, String who) {
    Names.requireQueue(queue);
    change(
        "pause", queue, who, db -> db.prepare("queue_pause").text(queue).number(db.now()).update());
  }

  @Override
  public void resume(String queue, String who) {
    Names.requireQueue(queue);
    change("resume", queue, who, db -> db.prepare("queue_resume").text(queue).update());
    told.arrived.run();
  }

  @Override
  public void pauseType(String type, String who) {
    Names.requireType(type);
    change(
        "pause-type",
        type,
        who,
        db -> db.prepare("type_pause").text(type).number(db.now()).update());
  }

  @Override
  public void resumeType(String type, String who) {
    Names.requireType(type);
    change(
        "resume-type",
        type,
        who,
        db ->
            db.prepare("type_resume").text(type).update()
                + db.prepare("gate_open").text(type).update());
    told.arrived.run();
  }

  @Override
  public void keep(Retention retention, String who) {
    change(
        "keep",
        retention.text(),
        who,
        db ->
            db.prepare("retention_set")
                .number(RetentionRow.millis(retention.completed()))
                .number(RetentionRow.millis(retention.cancelled()))
                .update());
  }

  private void change(String act, String target, String who, Store.Work<Integer> work) {
    store.transaction(
        act,
        db -> {
          audit(db, who, act, target, 0);
          return work.on(db);
        });
  }

  static void audit(Db db, String who, String act, String target, int jobs) throws SQLException {
    db.prepare("audit_add")
        .number(db.now())
        .text(who)
        .text(act)
        .text(target)
        .integer(jobs)
        .update();
  }

  private static List<@Nullable String> nullable(List<String> texts) {
    return new ArrayList<>(texts);
  }

  /** The first column of an answer. */
  private static List<String> texts(Values statement) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = statement.query()) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
