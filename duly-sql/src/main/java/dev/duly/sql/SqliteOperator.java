package dev.duly.sql;

import dev.duly.backend.Operator;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's acts, each in the writer's transactions like everything else that writes, and each
 * with its line in the audit.
 */
final class SqliteOperator implements Operator {
  private final Writer writer;
  private final Runnable news;

  /** What there is of a job before an act. */
  private record Before(JobState state, String queue) {}

  /** What an act does to one job. */
  private interface Act {
    Acted on(Tx tx, JobId id, Before before) throws SQLException;
  }

  /**
   * An operator.
   *
   * @param news told when a running job is asked to stop
   */
  SqliteOperator(Writer writer, Runnable news) {
    this.writer = writer;
    this.news = news;
  }

  @Override
  public List<Acted> requeue(List<JobId> ids, String who) {
    return act("requeue", ids, who, SqliteOperator::requeue);
  }

  private static Acted requeue(Tx tx, JobId id, Before before) throws SQLException {
    PreparedStatement requeue = tx.prepare("requeue");
    requeue.setLong(1, tx.now);
    requeue.setString(2, id.value());
    if (requeue.executeUpdate() == 0) {
      return Acted.WRONG_STATE;
    }
    tx.move(before.queue(), before.state(), JobState.WAITING, 1);
    tx.news();
    return Acted.DONE;
  }

  @Override
  public List<Acted> cancel(List<JobId> ids, String who) {
    List<Acted> acts = act("cancel", ids, who, SqliteOperator::cancel);
    if (acts.contains(Acted.ASKED)) {
      news.run();
    }
    return acts;
  }

  private static Acted cancel(Tx tx, JobId id, Before before) throws SQLException {
    PreparedStatement cancel = tx.prepare("cancel");
    cancel.setLong(1, tx.now);
    cancel.setString(2, id.value());
    if (cancel.executeUpdate() == 1) {
      tx.move(before.queue(), JobState.WAITING, JobState.CANCELLED, 1);
      return Acted.DONE;
    }
    PreparedStatement request = tx.prepare("cancel_request");
    request.setString(1, id.value());
    return request.executeUpdate() == 1 ? Acted.ASKED : Acted.WRONG_STATE;
  }

  @Override
  public List<Acted> delete(List<JobId> ids, String who) {
    return act("delete", ids, who, SqliteOperator::delete);
  }

  private static Acted delete(Tx tx, JobId id, Before before) throws SQLException {
    for (String statement : List.of("delete_attempts", "delete")) {
      PreparedStatement delete = tx.prepare(statement);
      delete.setString(1, id.value());
      if (delete.executeUpdate() == 0 && statement.equals("delete")) {
        return Acted.WRONG_STATE;
      }
    }
    tx.count(before.queue(), before.state(), -1);
    return Acted.DONE;
  }

  @Override
  public Acted edit(JobId id, Payload payload, String who) {
    SqliteBackend.CAPABILITIES.requireAcceptable(payload);
    return act("edit", List.of(id), who, (tx, job, before) -> edit(tx, job, payload)).get(0);
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

  private List<Acted> act(String verb, List<JobId> ids, String who, Act act) {
    return ids.isEmpty()
        ? List.of()
        : writer.call(
            verb + " of " + ids.size() + " jobs",
            tx -> {
              List<Acted> acts = new ArrayList<>(ids.size());
              for (JobId id : ids) {
                @Nullable Before before = before(tx, id);
                acts.add(before == null ? Acted.NOT_FOUND : act.on(tx, id, before));
              }
              int done =
                  (int) acts.stream().filter(a -> a == Acted.DONE || a == Acted.ASKED).count();
              if (done > 0) {
                audit(tx, who, verb, ids.get(0).value(), done);
              }
              return acts;
            });
  }

  private static @Nullable Before before(Tx tx, JobId id) throws SQLException {
    PreparedStatement look = tx.prepare("state");
    look.setString(1, id.value());
    try (ResultSet row = look.executeQuery()) {
      return row.next() ? new Before(JobState.of(row.getString(1)), row.getString(2)) : null;
    }
  }

  @Override
  public void pause(String queue, String who) {
    Names.requireQueue(queue);
    writer.call(
        "pause",
        tx -> {
          PreparedStatement pause = tx.prepare("queue_pause");
          pause.setString(1, queue);
          pause.setLong(2, tx.now);
          audit(tx, who, "pause", queue, 0);
          return pause.executeUpdate();
        });
  }

  @Override
  public void resume(String queue, String who) {
    Names.requireQueue(queue);
    writer.call(
        "resume",
        tx -> {
          PreparedStatement resume = tx.prepare("queue_resume");
          resume.setString(1, queue);
          tx.news();
          audit(tx, who, "resume", queue, 0);
          return resume.executeUpdate();
        });
  }

  private static void audit(Tx tx, String who, String act, String target, int jobs)
      throws SQLException {
    PreparedStatement add = tx.prepare("audit_add");
    add.setLong(1, tx.now);
    add.setString(2, who);
    add.setString(3, act);
    add.setString(4, target);
    add.setInt(5, jobs);
    add.executeUpdate();
  }
}
