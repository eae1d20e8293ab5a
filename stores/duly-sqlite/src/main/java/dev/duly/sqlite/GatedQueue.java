package dev.duly.sqlite;

import dev.duly.sqlite.ClaimStatements.OpenLanes;
import dev.duly.sqlite.LimitStatements.Room;
import dev.duly.sqlite.QueueLimits.Stored;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** What limits and handlers say about a queue, in one transaction. */
final class GatedQueue {
  final String name;
  private final Tx tx;
  private final QueueLimits limits;
  private final Optional<Stored> own;
  private final Map<String, Long> holds;

  GatedQueue(Tx tx, OpenLanes lanes) throws SQLException {
    this.name = lanes.queue();
    this.tx = tx;
    this.limits = tx.limits(name, lanes.rules());
    this.own = limits.ofQueue();
    this.holds = LimitStatements.holds(tx.db, name, tx.now);
  }

  Optional<Stored> limit() {
    return own;
  }

  Optional<Stored> limitOf(String key) {
    return limits.ofKey(key);
  }

  /** How many jobs of it may start. */
  Room room() throws SQLException {
    return room(own, "");
  }

  Room roomOf(String key) throws SQLException {
    return room(limits.ofKey(key), key);
  }

  private Room room(Optional<Stored> limit, String key) throws SQLException {
    long held = holds.getOrDefault(key, 0L);
    if (held > 0) {
      return new Room(0, held);
    }
    return limit.isPresent() ? LimitStatements.room(tx, limit.get(), key) : Room.ANY;
  }

  /** As many as a demand has slots for: under a limit, free ones (rule L6). */
  long roomFor(Slots slots) throws SQLException {
    long most = own.isPresent() ? slots.free() : slots.left();
    return Math.min(most, room().starts());
  }

  /** So many start. */
  void take(int jobs) throws SQLException {
    if (own.isPresent() && jobs > 0) {
      LimitStatements.take(tx, own.get(), "", jobs);
    }
  }
}
