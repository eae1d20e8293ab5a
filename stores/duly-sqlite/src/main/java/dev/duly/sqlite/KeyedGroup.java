package dev.duly.sqlite;

import dev.duly.sqlite.Lanes.Lane;
import dev.duly.sqlite.LimitStatements.Room;
import dev.duly.sqlite.QueueLimits.Stored;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A group with a key, while one claim chooses jobs of it; those that it chose are still waiting.
 */
final class KeyedGroup {
  private final Tx tx;
  private final Lane lane;
  private final String key;
  private final Optional<Stored> limit;
  private final long opensAt;
  private final List<JobRow> chosen = new ArrayList<>();
  private long room;

  KeyedGroup(Tx tx, Lane lane, String key, GatedQueue queue) throws SQLException {
    this.tx = tx;
    this.lane = lane;
    this.key = key;
    this.limit = queue.limitOf(key);
    Room now = queue.roomOf(key);
    this.room = now.starts();
    this.opensAt = now.opensAt();
  }

  Turns.Group group() {
    return new Turns.Group(lane.queue(), lane.level(), key);
  }

  Optional<Stored> limit() {
    return limit;
  }

  List<JobRow> chosen() {
    return chosen;
  }

  /** How many of it may start for so many slots: under a limit, free ones (rule L6). */
  int roomFor(int most, Slots slots) {
    long free = limit.isPresent() ? slots.free() : most;
    return (int) Math.min(room, Math.min(most, free));
  }

  /**
   * If nothing of it may start: until when that is so, as far as time alone decides.
   *
   * @return 0 if something may; empty if it has no job left
   */
  OptionalLong closedUntil() throws SQLException {
    if (room <= 0) {
      return OptionalLong.of(opensAtAgain());
    }
    OptionalLong head = head();
    return head.isPresent() && head.getAsLong() <= tx.now ? OptionalLong.of(0) : head;
  }

  /** What it has taken itself meanwhile may have closed it. */
  private long opensAtAgain() throws SQLException {
    if (chosen.isEmpty() || limit.isEmpty()) {
      return opensAt;
    }
    return Math.max(tx.now + 1, LimitStatements.room(tx, limit.get(), key).opensAt());
  }

  /** When the next that was not chosen is due. */
  OptionalLong head() throws SQLException {
    PreparedStatement head = tx.prepare("turn_head");
    head.setLong(1, lane.number());
    head.setString(2, key);
    bindLast(head, 3);
    try (ResultSet row = head.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /** Chooses the next that are due; so many did. */
  int choose(int max) throws SQLException {
    PreparedStatement due = tx.prepare("turn_due");
    due.setLong(1, lane.number());
    due.setLong(2, tx.now);
    due.setInt(3, max);
    JobRow.Kind seen = tx.db.kindSeen();
    seen.bind(due, 4);
    due.setString(10, key);
    bindLast(due, 11);
    List<JobRow> rows = JobRow.all(due, lane, seen);
    if (!rows.isEmpty()) {
      tx.db.saw(rows.get(rows.size() - 1).kind());
      chosen.addAll(rows);
      room -= rows.size();
      if (limit.isPresent()) {
        LimitStatements.take(tx, limit.get(), key, rows.size());
      }
    }
    return rows.size();
  }

  private void bindLast(PreparedStatement statement, int from) throws SQLException {
    boolean none = chosen.isEmpty();
    JobRow last = none ? null : chosen.get(chosen.size() - 1);
    statement.setLong(
        from, last == null ? Long.MIN_VALUE : last.job().scheduledAt().toEpochMilli());
    statement.setLong(from + 1, last == null ? 0 : last.seq());
  }
}
