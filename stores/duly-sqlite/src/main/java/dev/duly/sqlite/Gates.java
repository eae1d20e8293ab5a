package dev.duly.sqlite;

import dev.duly.job.Priority;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Which lane a waiting job lies in. In front of the gates lie the jobs that have no key; behind one
 * the jobs with keys, where a claim looks for those whose turn it is; and behind one for each
 * paused type its jobs, where no claim looks.
 */
final class Gates {
  /** In front of all of them. */
  static final String OPEN = "";

  /** Of jobs with keys. */
  static final String KEYS = "keys";

  private Gates() {}

  /** The gate of a paused type; its jobs with keys lie behind one of their own. */
  static String ofType(String type, boolean withKeys) {
    return "type:" + type + (withKeys ? " " + KEYS : "");
  }

  /** The lane of a waiting job of this type now. */
  static long lane(Tx tx, Turns.Group group, String type) throws SQLException {
    String open = group.hasKey() ? KEYS : OPEN;
    String gate = tx.isPaused(type) ? ofType(type, group.hasKey()) : open;
    return tx.lane(group.queue(), group.level(), gate);
  }

  /** From now on, turns are taken in a queue. */
  static void close(Tx tx, String queue) throws SQLException {
    PreparedStatement gate = tx.prepare("turn_gate");
    gate.setString(1, queue);
    if (gate.executeUpdate() == 0) {
      return;
    }
    for (Priority level : Priority.STRICT) {
      tx.lane(queue, level, OPEN);
      PreparedStatement group = tx.prepare("turn_gate_group");
      group.setString(1, queue);
      group.setString(2, level.text());
      group.executeUpdate();
    }
  }

  /** A job has come back to wait, in the lane where it lay before. */
  static void putBack(Tx tx, JobLook job) throws SQLException {
    if (tx.isPaused(job.type())) {
      PreparedStatement change = tx.prepare("lane_change_one");
      change.setLong(1, lane(tx, job.group(), job.type()));
      change.setLong(2, job.seq());
      change.executeUpdate();
    }
    Turns.cameToWait(tx, job.group(), job.type(), job.due());
  }
}
