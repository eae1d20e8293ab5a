package dev.duly.sqlite;

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
import dev.duly.job.JobState;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator does, each in the writer's transactions like everything else that writes, and
 * each with its line in the audit.
 */
final class SqliteOperator implements Operator {
  private final Writer writer;
  private final Runnable onChange;

  /** What an act does to one job. */
  private interface Act {
    Acted on(Tx tx, JobId id, JobLook before) throws SQLException;
  }

  /**
   * An operator.
   *
   * @param onChange told when a running job is asked to stop
   */
  SqliteOperator(Writer writer, Runnable onChange) {
    this.writer = writer;
    this.onChange = onChange;
  }

  @Override
  public List<Acted> requeue(List<JobRef> jobs, String who) {
    return act("retry", jobs, who, SqliteOperator::requeue);
  }

  @Override
  public Acted requeue(JobRef job, Payload edited, String who) {
    SqliteBackend.CAPABILITIES.requireAcceptable(edited);
    return act(
            "retry",
            List.of(job),
            who,
            (tx, id, before) -> {
              Acted acted = requeue(tx, id, before);
              return acted == Acted.DONE ? edit(tx, id, edited) : acted;
            })
        .get(0);
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    List<EncodedJob> jobs = letters.stream().map(DeadJob::job).toList();
    SqliteBackend.CAPABILITIES.requireAcceptable(jobs);
    return letters.isEmpty()
        ? List.of()
        : writer.call(
            "import of " + letters.size() + " dead letters",
            tx -> {
              List<Enqueued> answers = new ArrayList<>(letters.size());
              int imported = 0;
              for (DeadJob letter : letters) {
                Enqueued answer = EnqueueStatements.enqueueOne(tx, letter.job());
                if (answer instanceof Enqueued.Stored) {
                  ImportStatements.importDead(tx, letter);
                  imported++;
                }
                answers.add(answer);
              }
              if (imported > 0) {
                audit(tx, who, "import", jobs.get(0).id().value(), imported);
              }
              return answers;
            });
  }

  private static Acted requeue(Tx tx, JobId id, JobLook before) throws SQLException {
    boolean isOver = before.state() == JobState.DEAD || before.state() == JobState.CANCELLED;
    if (isOver
        && before.key().isToBeTakenAnew()
        && !UniqueStatements.takeAnew(tx, before.key().text().orElseThrow(), id)) {
      return Acted.KEY_HELD;
    }
    PreparedStatement requeue = tx.prepare("requeue");
    requeue.setLong(1, Gates.lane(tx, before.group(), before.type()));
    requeue.setLong(2, tx.now);
    requeue.setString(3, id.value());
    if (requeue.executeUpdate() == 0) {
      return Acted.WRONG_STATE;
    }
    Turns.cameToWait(tx, before.group(), before.type(), tx.now);
    tx.move(before.group().queue(), before.state(), JobState.WAITING, 1);
    tx.news();
    return Acted.DONE;
  }

  @Override
  public List<Acted> cancel(List<JobRef> jobs, String who) {
    List<Acted> acts = act("cancel", jobs, who, SqliteOperator::cancel);
    if (acts.contains(Acted.ASKED)) {
      onChange.run();
    }
    return acts;
  }

  private static Acted cancel(Tx tx, JobId id, JobLook before) throws SQLException {
    PreparedStatement cancel = tx.prepare("cancel");
    cancel.setLong(1, tx.now);
    cancel.setString(2, id.value());
    if (cancel.executeUpdate() == 1) {
      Turns.leave(tx, before.group(), before.seq());
      tx.move(before.group().queue(), JobState.WAITING, JobState.CANCELLED, 1);
      return Acted.DONE;
    }
    PreparedStatement request = tx.prepare("cancel_request");
    request.setString(1, id.value());
    return request.executeUpdate() == 1 ? Acted.ASKED : Acted.WRONG_STATE;
  }

  @Override
  public List<Acted> reschedule(List<JobRef> jobs, Due due, String who) {
    SqliteBackend.CAPABILITIES.requireAcceptable(due);
    return act("reschedule", jobs, who, (tx, id, before) -> reschedule(tx, id, before, due));
  }

  private static Acted reschedule(Tx tx, JobId id, JobLook before, Due due) throws SQLException {
    Instant now = Instant.ofEpochMilli(tx.now);
    long at = Math.max(tx.now, due.from(now).toEpochMilli());
    PreparedStatement reschedule = tx.prepare("reschedule");
    reschedule.setLong(1, at);
    reschedule.setString(2, id.value());
    if (reschedule.executeUpdate() == 0) {
      return Acted.WRONG_STATE;
    }
    Turns.leave(tx, before.group(), before.seq());
    Turns.cameToWait(tx, before.group(), before.type(), at);
    tx.news();
    return Acted.DONE;
  }

  @Override
  public List<Acted> delete(List<JobRef> jobs, String who) {
    return act("delete", jobs, who, SqliteOperator::delete);
  }

  @Override
  public List<Acted> discard(List<JobRef> letters, String who) {
    return act(
        "discard",
        letters,
        who,
        (tx, id, before) ->
            before.state() == JobState.DEAD ? delete(tx, id, before) : Acted.WRONG_STATE);
  }

  private static Acted delete(Tx tx, JobId id, JobLook before) throws SQLException {
    for (String statement :
        List.of("delete_attempts", "delete_notes", "delete_progress", "delete")) {
      PreparedStatement delete = tx.prepare(statement);
      delete.setString(1, id.value());
      if (delete.executeUpdate() == 0 && statement.equals("delete")) {
        return Acted.WRONG_STATE;
      }
    }
    if (before.key().text().isPresent()) {
      UniqueStatements.free(tx, before.key().text().get(), before.seq());
    }
    if (before.state() == JobState.WAITING) {
      Turns.leave(tx, before.group(), before.seq());
    }
    tx.count(before.group().queue(), before.state(), -1);
    return Acted.DONE;
  }

  @Override
  public Acted edit(JobRef job, Payload payload, String who) {
    SqliteBackend.CAPABILITIES.requireAcceptable(payload);
    return act("edit", List.of(job), who, (tx, id, before) -> edit(tx, id, payload)).get(0);
  }

  private static Acted edit(Tx tx, JobId id, Payload payload) throws SQLException {
    PreparedStatement edit = tx.prepare("edit");
    edit.setBytes(1, payload.bytes());
    edit.setString(2, payload.contentType());
    edit.setInt(3, payload.version());
    edit.setString(4, payload.keyId().orElse(null));
    edit.setString(5, id.value());
    return edit.executeUpdate() == 1 ? Acted.DONE : Acted.WRONG_STATE;
  }

  private List<Acted> act(String verb, List<JobRef> jobs, String who, Act act) {
    return jobs.isEmpty()
        ? List.of()
        : writer.call(
            verb + " of " + jobs.size() + " jobs",
            tx -> {
              List<Acted> acts = new ArrayList<>(jobs.size());
              for (JobRef job : jobs) {
                Optional<JobLook> before = JobLook.at(tx, job.id());
                acts.add(
                    before.isPresent() && before.get().group().queue().equals(job.queue())
                        ? act.on(tx, job.id(), before.get())
                        : Acted.NOT_FOUND);
              }
              int done =
                  (int) acts.stream().filter(a -> a == Acted.DONE || a == Acted.ASKED).count();
              if (done > 0) {
                audit(tx, who, verb, jobs.get(0).id().value(), done);
              }
              return acts;
            });
  }

  @Override
  public void pause(String queue, String who) {
    Names.requireQueue(queue);
    change(
        "pause",
        queue,
        who,
        tx -> {
          PreparedStatement pause = tx.prepare("queue_pause");
          pause.setString(1, queue);
          pause.setLong(2, tx.now);
          return pause.executeUpdate();
        });
  }

  @Override
  public void resume(String queue, String who) {
    Names.requireQueue(queue);
    change(
        "resume",
        queue,
        who,
        tx -> {
          PreparedStatement resume = tx.prepare("queue_resume");
          resume.setString(1, queue);
          tx.news();
          return resume.executeUpdate();
        });
  }

  @Override
  public void pauseType(String type, String who) {
    Names.requireType(type);
    change("pause-type", type, who, tx -> PausedTypes.close(tx, type));
  }

  @Override
  public void resumeType(String type, String who) {
    Names.requireType(type);
    change("resume-type", type, who, tx -> PausedTypes.open(tx, type));
  }

  @Override
  public void keep(Retention retention, String who) {
    change("keep", retention.text(), who, tx -> set(tx, retention));
  }

  private static int set(Tx tx, Retention retention) throws SQLException {
    PreparedStatement set = tx.prepare("retention_set");
    set.setObject(1, RetentionRow.millis(retention.completed()), Types.BIGINT);
    set.setObject(2, RetentionRow.millis(retention.cancelled()), Types.BIGINT);
    return set.executeUpdate();
  }

  private void change(String act, String target, String who, Writer.Work<Integer> work) {
    writer.call(
        act,
        tx -> {
          audit(tx, who, act, target, 0);
          return work.in(tx);
        });
  }

  static void audit(Tx tx, String who, String act, String target, int jobs) throws SQLException {
    PreparedStatement add = tx.prepare("audit_add");
    add.setLong(1, tx.now);
    add.setString(2, who);
    add.setString(3, act);
    add.setString(4, target);
    add.setInt(5, jobs);
    add.executeUpdate();
  }
}
