package dev.duly.sqlite;

import dev.duly.job.EncodedJob;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where each group stands among those that take turns (rule P2). A group has a row while any of its
 * jobs waits in the lane of keys; that without a key has one from the time its queue is gated.
 */
final class Turns {
  /** Before and after every key. */
  private static final String FIRST = " ";

  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private Turns() {}

  /** A group of jobs that take turns with others; the empty key is of those without one. */
  record Group(String queue, Priority level, String key) {
    static Group of(EncodedJob job) {
      return new Group(job.queue(), job.priority(), job.labels().groupKey().orElse(""));
    }

    /** Queue, level and key of a row, from this column on. */
    static Group read(ResultSet row, int from) throws SQLException {
      @Nullable String key = row.getString(from + 2);
      return new Group(
          row.getString(from), Priority.of(row.getString(from + 1)), key == null ? "" : key);
    }

    boolean hasKey() {
      return !key.isEmpty();
    }
  }

  /** These jobs have just been stored, some of them perhaps with keys. */
  static void enqueued(Tx tx, List<EncodedJob> jobs) throws SQLException {
    Map<Group, Long> due = new HashMap<>();
    Instant now = Instant.ofEpochMilli(tx.now);
    for (EncodedJob job : jobs) {
      Group group = Group.of(job);
      if (group.hasKey()) {
        tx.gate(group.queue());
        if (!tx.isPaused(job.type())) {
          due.merge(group, job.due().from(now).toEpochMilli(), Math::min);
        }
      }
    }
    for (Map.Entry<Group, Long> one : due.entrySet()) {
      come(tx, one.getKey(), one.getValue());
    }
  }

  /** Jobs of a group have come to wait, the first of them due then. */
  private static void come(Tx tx, Group group, long due) throws SQLException {
    PreparedStatement come = tx.prepare("turn_come");
    bind(come, 1, group);
    come.setLong(4, Math.max(due, tx.now));
    come.executeUpdate();
  }

  /** A job waits from now on, and is due then: in its group, unless its type is paused. */
  static void cameToWait(Tx tx, Group group, String type, long due) throws SQLException {
    if (group.hasKey() && !tx.isPaused(type)) {
      come(tx, group, due);
    }
  }

  /** All jobs with keys that wait in a lane have come there. */
  static void comeAll(Tx tx, Lane lane) throws SQLException {
    PreparedStatement come = tx.prepare("turn_come_all");
    come.setString(1, lane.queue());
    come.setString(2, lane.level().text());
    come.setLong(3, tx.now);
    come.setLong(4, lane.number());
    come.executeUpdate();
  }

  /** A job of a group, its row given, has left it or is to come to it anew. */
  static void leave(Tx tx, Group group, long seq) throws SQLException {
    if (group.hasKey()) {
      leave(tx, group.queue(), group.level(), new String[] {group.key(), group.key()}, seq);
    }
  }

  /** Jobs of many groups have left them. */
  static void leaveAll(Tx tx, String queue, Priority level) throws SQLException {
    leave(tx, queue, level, new String[] {FIRST, LAST}, 0);
  }

  private static void leave(Tx tx, String queue, Priority level, String[] keys, long except)
      throws SQLException {
    PreparedStatement leave = tx.prepare("turn_leave");
    leave.setString(1, queue);
    leave.setString(2, level.text());
    leave.setString(3, keys[0]);
    leave.setString(4, keys[1]);
    leave.setLong(5, tx.lane(queue, level, Gates.KEYS));
    leave.setLong(6, except);
    leave.executeUpdate();
  }

  /** Keys that a limit is of may have room again. */
  static void wake(Tx tx, String queue, String key) throws SQLException {
    boolean isPrefix = key.endsWith("*");
    String from = isPrefix ? key.substring(0, key.length() - 1) : key;
    PreparedStatement wake = tx.prepare("turn_wake_keys");
    wake.setString(1, queue);
    wake.setString(2, from);
    wake.setString(3, isPrefix ? from + LAST : from);
    wake.executeUpdate();
  }

  /** Those whose time has come. */
  static void wakeDue(Tx tx, String queue) throws SQLException {
    PreparedStatement wake = tx.prepare("turn_wake");
    wake.setString(1, queue);
    wake.setLong(2, tx.now);
    wake.executeUpdate();
  }

  /** What is looked at by its turn, until it is told to stop. */
  interface Look {
    boolean at(String key) throws SQLException;
  }

  /** The groups that may be open, by their turns. */
  static void alive(Tx tx, String queue, Priority level, Look look) throws SQLException {
    PreparedStatement alive = tx.prepare("turn_alive");
    alive.setString(1, queue);
    alive.setString(2, level.text());
    alive.setLong(3, tx.now);
    try (ResultSet row = alive.executeQuery()) {
      while (row.next() && look.at(row.getString(1))) {
        // it goes on
      }
    }
  }

  /** When the first group of a level is to be looked at that is not to be now. */
  static long firstLook(Tx tx, String queue, Priority level) throws SQLException {
    PreparedStatement first = tx.prepare("turn_first");
    first.setString(1, queue);
    first.setString(2, level.text());
    first.setLong(3, tx.now);
    try (ResultSet row = first.executeQuery()) {
      row.next();
      long due = row.getLong(1);
      long until = row.wasNull() ? Long.MAX_VALUE : due;
      long awake = row.getLong(2);
      return row.wasNull() ? until : Math.min(until, awake);
    }
  }

  /** Nothing of it may start before a time; empty: it has no job left. */
  static void close(Tx tx, Group group, OptionalLong until) throws SQLException {
    if (until.isEmpty()) {
      end(tx, group);
      return;
    }
    PreparedStatement sleep = tx.prepare("turn_sleep");
    sleep.setLong(1, until.getAsLong());
    bind(sleep, 2, group);
    sleep.executeUpdate();
  }

  /**
   * It had its turn.
   *
   * @param head when its next job is due, if it has one; of the group without a key: now
   */
  static void served(Tx tx, Group group, OptionalLong head, TurnCounter turns) throws SQLException {
    if (head.isEmpty()) {
      end(tx, group);
      return;
    }
    boolean isDue = head.getAsLong() <= tx.now;
    PreparedStatement served = tx.prepare("turn_served");
    served.setLong(1, isDue ? tx.now : head.getAsLong());
    served.setLong(2, isDue ? turns.next() : 0);
    bind(served, 3, group);
    served.executeUpdate();
  }

  private static void end(Tx tx, Group group) throws SQLException {
    PreparedStatement end = tx.prepare("turn_end");
    bind(end, 1, group);
    end.executeUpdate();
  }

  private static void bind(PreparedStatement statement, int from, Group group) throws SQLException {
    statement.setString(from, group.queue());
    statement.setString(from + 1, group.level().text());
    statement.setString(from + 2, group.key());
  }
}
