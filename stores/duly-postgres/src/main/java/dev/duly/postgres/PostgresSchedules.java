package dev.duly.postgres;

import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.support.DefinitionText;
import dev.duly.backend.support.FiredJobs;
import dev.duly.backend.support.ScheduleRows;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schedules; all firings of a call are one transaction with their jobs. */
final class PostgresSchedules implements Schedules {
  private final Store store;
  private final EnqueueStatements enqueueing;
  private final Runnable arrived;

  /**
   * The schedules of a database.
   *
   * @param arrived told when there may be something to claim
   */
  PostgresSchedules(Store store, EnqueueStatements enqueueing, Runnable arrived) {
    this.store = store;
    this.enqueueing = enqueueing;
    this.arrived = arrived;
  }

  @Override
  public Instant now() {
    return store.callAgain(
        "clock",
        db -> {
          try (ResultSet row = db.prepare("moment").number(db.now()).query()) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
          }
        });
  }

  @Override
  public void put(List<Entry> entries, String who) {
    if (entries.isEmpty()) {
      return;
    }
    change(
        "schedule",
        entries.get(0).definition().id(),
        who,
        db ->
            db.prepare("schedule_put")
                .texts("ids", all(entries, entry -> entry.definition().id()))
                .texts("definitions", all(entries, entry -> DefinitionText.of(entry.definition())))
                .blobs(
                    "payloads",
                    all(entries, entry -> entry.definition().template().payload().bytes()))
                .numbers("next_at", all(entries, entry -> ScheduleRows.millis(entry.next())))
                .update());
  }

  @Override
  public boolean pause(String id, String who) {
    return change(
        "pause-schedule",
        id,
        who,
        db -> db.prepare("schedule_pause").number(db.now()).text(id).update());
  }

  @Override
  public boolean resume(String id, Optional<Instant> next, String who) {
    return change(
        "resume-schedule",
        id,
        who,
        db -> db.prepare("schedule_resume").number(ScheduleRows.millis(next)).text(id).update());
  }

  @Override
  public boolean remove(String id, String who) {
    return change(
        "remove-schedule", id, who, db -> db.prepare("schedule_remove").text("id", id).update());
  }

  /** With a line in the audit, if anything was changed. */
  private boolean change(String act, String id, String who, Store.Work<Integer> work) {
    return store.transaction(
        act,
        db -> {
          boolean changed = work.on(db) > 0;
          if (changed) {
            PostgresOperator.audit(db, who, act, id, 0);
          }
          return changed;
        });
  }

  @Override
  public Optional<ScheduleRecord> find(String id) {
    return store.callAgain(
        "schedules", db -> records(db.prepare("schedule_find").text(id)).stream().findFirst());
  }

  @Override
  public List<ScheduleRecord> list(String after, int limit) {
    return store.callAgain(
        "schedules", db -> records(db.prepare("schedule_list").text(after).integer(limit)));
  }

  @Override
  public List<ScheduleRecord> due(int max) {
    return store.callAgain(
        "schedules", db -> records(db.prepare("schedule_due").number(db.now()).integer(max)));
  }

  private static List<ScheduleRecord> records(Values look) throws SQLException {
    try (ResultSet row = look.query()) {
      return ScheduleRows.records(row);
    }
  }

  @Override
  public Optional<Instant> next() {
    return store.callAgain(
        "schedules",
        db -> {
          try (ResultSet row = db.prepare("schedule_next").query()) {
            row.next();
            return ScheduleRows.instant(row, 1);
          }
        });
  }

  @Override
  public List<Fired> fire(List<Firing> firings) {
    if (firings.isEmpty()) {
      return List.of();
    }
    Set<String> applied =
        store.transaction("firing of " + firings.size() + " schedules", db -> fire(db, firings));
    if (!applied.isEmpty()) {
      arrived.run();
    }
    return firings.stream()
        .map(firing -> applied.contains(firing.id()) ? Fired.APPLIED : Fired.LOST)
        .toList();
  }

  private Set<String> fire(Db db, List<Firing> firings) throws SQLException {
    Set<String> applied = new HashSet<>();
    Values fire =
        db.prepare("schedule_fire")
            .texts("ids", all(firings, Firing::id))
            .numbers("revisions", all(firings, Firing::revision))
            .numbers("next_at", all(firings, firing -> ScheduleRows.millis(firing.next())))
            .texts("last_queues", all(firings, firing -> last(firing, EncodedJob::queue)))
            .texts("last_jobs", all(firings, firing -> last(firing, job -> job.id().value())));
    try (ResultSet row = fire.query()) {
      while (row.next()) {
        applied.add(row.getString(1));
      }
    }
    List<Firing> those = firings.stream().filter(f -> applied.contains(f.id())).toList();
    addTicks(db, those, enqueue(db, those));
    return applied;
  }

  /** What became of the jobs of each firing. */
  private List<FiredJobs> enqueue(Db db, List<Firing> firings) throws SQLException {
    List<EncodedJob> jobs = firings.stream().flatMap(firing -> firing.jobs().stream()).toList();
    List<Enqueued> answers = jobs.isEmpty() ? List.of() : enqueueing.enqueueWithin(db, jobs);
    List<FiredJobs> all = new ArrayList<>(firings.size());
    int from = 0;
    for (Firing firing : firings) {
      int to = from + firing.jobs().size();
      FiredJobs fired = FiredJobs.of(firing, answers.subList(from, to));
      all.add(fired);
      from = to;
      if (!fired.isAsPlanned()) {
        db.prepare("schedule_last")
            .text(fired.last().map(JobRef::queue).orElse(null))
            .text(fired.last().map(job -> job.id().value()).orElse(null))
            .text(firing.id())
            .update();
      }
    }
    return all;
  }

  private static void addTicks(Db db, List<Firing> firings, List<FiredJobs> fired)
      throws SQLException {
    record Line(String schedule, Tick tick) {}
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < firings.size(); i++) {
      String schedule = firings.get(i).id();
      fired.get(i).ticks().forEach(tick -> lines.add(new Line(schedule, tick)));
    }
    db.prepare("tick_add")
        .number("now", db.now())
        .texts("schedules", all(lines, Line::schedule))
        .numbers("nominal", all(lines, line -> line.tick.nominal().toEpochMilli()))
        .texts("outcomes", all(lines, line -> line.tick.outcome().text()))
        .texts("reasons", all(lines, line -> line.tick.reason()))
        .texts("jobs", all(lines, line -> line.tick.job().map(JobId::value).orElse(null)))
        .update();
    db.prepare("tick_trim")
        .texts(all(firings, Firing::id))
        .integers(Collections.nCopies(firings.size(), TICKS_KEPT_MAX))
        .update();
  }

  private static @Nullable String last(Firing firing, Function<EncodedJob, String> of) {
    List<EncodedJob> jobs = firing.jobs();
    return jobs.isEmpty() ? null : of.apply(jobs.get(jobs.size() - 1));
  }

  private interface Column<F, T> {
    @Nullable T of(F from);
  }

  private static <F, T> List<@Nullable T> all(List<F> rows, Column<F, T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (F row : rows) {
      values.add(column.of(row));
    }
    return values;
  }

  @Override
  public List<Tick> ledger(String id, int limit) {
    return store.callAgain(
        "ledger",
        db -> {
          try (ResultSet row = db.prepare("tick_list").text(id).integer(limit).query()) {
            return ScheduleRows.ticks(row);
          }
        });
  }
}
