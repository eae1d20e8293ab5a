package dev.duly.sqlite;

import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.support.DefinitionText;
import dev.duly.backend.support.FiredJobs;
import dev.duly.backend.support.ScheduleRows;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedules, read beside the writer and changed by it, each firing with its jobs. */
final class SqliteSchedules implements Schedules {
  private final Writer writer;
  private final SqliteInspector reader;
  private final SqliteClock clock;

  SqliteSchedules(Writer writer, SqliteInspector reader, SqliteClock clock) {
    this.writer = writer;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(clock.millis());
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
        tx -> {
          PreparedStatement put = tx.prepare("schedule_put");
          for (Entry entry : entries) {
            put.setString(1, entry.definition().id());
            put.setString(2, DefinitionText.of(entry.definition()));
            put.setBytes(3, entry.definition().template().payload().bytes());
            put.setObject(4, ScheduleRows.millis(entry.next()));
            put.executeUpdate();
          }
          return true;
        });
  }

  @Override
  public boolean pause(String id, String who) {
    return change(
        "pause-schedule",
        id,
        who,
        tx -> {
          PreparedStatement pause = tx.prepare("schedule_pause");
          pause.setLong(1, tx.now);
          pause.setString(2, id);
          return pause.executeUpdate() == 1;
        });
  }

  @Override
  public boolean resume(String id, Optional<Instant> next, String who) {
    return change(
        "resume-schedule",
        id,
        who,
        tx -> {
          PreparedStatement resume = tx.prepare("schedule_resume");
          resume.setObject(1, ScheduleRows.millis(next));
          resume.setString(2, id);
          return resume.executeUpdate() == 1;
        });
  }

  @Override
  public boolean remove(String id, String who) {
    return change(
        "remove-schedule",
        id,
        who,
        tx -> {
          PreparedStatement ticks = tx.prepare("tick_remove");
          ticks.setString(1, id);
          ticks.executeUpdate();
          PreparedStatement remove = tx.prepare("schedule_remove");
          remove.setString(1, id);
          return remove.executeUpdate() == 1;
        });
  }

  /** With a line in the audit, if anything was changed. */
  private boolean change(String act, String id, String who, Writer.Work<Boolean> work) {
    return writer.call(
        act,
        tx -> {
          boolean changed = work.in(tx);
          if (changed) {
            SqliteOperator.audit(tx, who, act, id, 0);
          }
          return changed;
        });
  }

  @Override
  public Optional<ScheduleRecord> find(String id) {
    return read("schedule_find", find -> find.setString(1, id)).stream().findFirst();
  }

  @Override
  public List<ScheduleRecord> list(String after, int limit) {
    return read(
        "schedule_list",
        list -> {
          list.setString(1, after);
          list.setInt(2, limit);
        });
  }

  @Override
  public List<ScheduleRecord> due(int max) {
    return read(
        "schedule_due",
        due -> {
          due.setLong(1, clock.millis());
          due.setInt(2, max);
        });
  }

  private interface Parameters {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private List<ScheduleRecord> read(String statement, Parameters parameters) {
    return reader.read(
        "schedules",
        db -> {
          PreparedStatement look = db.prepare(statement);
          parameters.bind(look);
          try (ResultSet row = look.executeQuery()) {
            return ScheduleRows.records(row);
          }
        });
  }

  @Override
  public Optional<Instant> next() {
    return reader.read(
        "schedules",
        db -> {
          try (ResultSet row = db.prepare("schedule_next").executeQuery()) {
            row.next();
            return ScheduleRows.instant(row, 1);
          }
        });
  }

  @Override
  public List<Fired> fire(List<Firing> firings) {
    return firings.isEmpty()
        ? List.of()
        : writer.call(
            "firing of " + firings.size() + " schedules",
            tx -> {
              List<Fired> outcomes = new ArrayList<>(firings.size());
              for (Firing firing : firings) {
                outcomes.add(fire(tx, firing) ? Fired.APPLIED : Fired.LOST);
              }
              return outcomes;
            });
  }

  private static boolean fire(Tx tx, Firing firing) throws SQLException {
    @Nullable EncodedJob last =
        firing.jobs().isEmpty() ? null : firing.jobs().get(firing.jobs().size() - 1);
    PreparedStatement fire = tx.prepare("schedule_fire");
    fire.setObject(1, ScheduleRows.millis(firing.next()));
    fire.setString(2, last == null ? null : last.queue());
    fire.setString(3, last == null ? null : last.id().value());
    fire.setString(4, firing.id());
    fire.setLong(5, firing.revision());
    if (fire.executeUpdate() == 0) {
      return false;
    }
    FiredJobs fired = FiredJobs.of(firing, EnqueueStatements.enqueue(tx, firing.jobs()));
    addTicks(tx, firing.id(), fired.ticks());
    if (!fired.isAsPlanned()) {
      PreparedStatement correct = tx.prepare("schedule_last");
      correct.setString(1, fired.last().map(JobRef::queue).orElse(null));
      correct.setString(2, fired.last().map(job -> job.id().value()).orElse(null));
      correct.setString(3, firing.id());
      correct.executeUpdate();
    }
    return true;
  }

  private static void addTicks(Tx tx, String schedule, List<Tick> ticks) throws SQLException {
    PreparedStatement add = tx.prepare("tick_add");
    for (Tick tick : ticks) {
      add.setString(1, schedule);
      add.setLong(2, tick.nominal().toEpochMilli());
      add.setLong(3, tx.now);
      add.setString(4, tick.outcome().text());
      add.setString(5, tick.reason());
      add.setString(6, tick.job().map(JobId::value).orElse(null));
      add.executeUpdate();
    }
    PreparedStatement trim = tx.prepare("tick_trim");
    trim.setString(1, schedule);
    trim.setInt(2, TICKS_KEPT_MAX);
    trim.executeUpdate();
  }

  @Override
  public List<Tick> ledger(String id, int limit) {
    return reader.read(
        "ledger",
        db -> {
          PreparedStatement list = db.prepare("tick_list");
          list.setString(1, id);
          list.setInt(2, limit);
          try (ResultSet row = list.executeQuery()) {
            return ScheduleRows.ticks(row);
          }
        });
  }
}
