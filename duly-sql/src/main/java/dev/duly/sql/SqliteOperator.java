package dev.duly.sql;

import dev.duly.backend.Operator;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Names;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A person's acts, each in the writer's transactions like everything else that writes. */
final class SqliteOperator implements Operator {
  private final Writer writer;

  SqliteOperator(Writer writer) {
    this.writer = writer;
  }

  @Override
  public List<Acted> requeue(List<JobId> ids) {
    return writer.call(
        "requeue of " + ids.size() + " jobs",
        tx -> {
          List<Acted> acts = new ArrayList<>(ids.size());
          for (JobId id : ids) {
            acts.add(requeue(tx, id));
          }
          return acts;
        });
  }

  private static Acted requeue(Tx tx, JobId id) throws SQLException {
    PreparedStatement look = tx.prepare("state");
    look.setString(1, id.value());
    JobState from;
    String queue;
    try (ResultSet row = look.executeQuery()) {
      if (!row.next()) {
        return Acted.NOT_FOUND;
      }
      from = JobState.of(row.getString(1));
      queue = row.getString(2);
    }
    PreparedStatement requeue = tx.prepare("requeue");
    requeue.setLong(1, tx.now);
    requeue.setString(2, id.value());
    if (requeue.executeUpdate() == 0) {
      return Acted.WRONG_STATE;
    }
    tx.move(queue, from, JobState.WAITING, 1);
    tx.news();
    return Acted.DONE;
  }

  @Override
  public void pause(String queue) {
    Names.requireQueue(queue);
    writer.call(
        "pause",
        tx -> {
          PreparedStatement pause = tx.prepare("queue_pause");
          pause.setString(1, queue);
          pause.setLong(2, tx.now);
          return pause.executeUpdate();
        });
  }

  @Override
  public void resume(String queue) {
    Names.requireQueue(queue);
    writer.call(
        "resume",
        tx -> {
          tx.news();
          PreparedStatement resume = tx.prepare("queue_resume");
          resume.setString(1, queue);
          return resume.executeUpdate();
        });
  }
}
