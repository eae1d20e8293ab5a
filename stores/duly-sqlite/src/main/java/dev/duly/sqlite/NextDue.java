package dev.duly.sqlite;

import dev.duly.backend.Demand;
import dev.duly.job.Priority;
import dev.duly.sqlite.ClaimStatements.OpenLanes;
import dev.duly.sqlite.Lanes.Lane;
import dev.duly.sqlite.LimitStatements.Room;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long a claim that found nothing may sleep. */
final class NextDue {
  private static final long MILLIS_MAX = 60_000;

  private NextDue() {}

  /** Until the next job of these lanes is due or the next lease in them ends: 1 to 60,000. */
  static long inMillis(Tx tx, List<Demand> demands) throws SQLException {
    Map<Long, Long> leaseEnds = leaseEnds(tx);
    long next = tx.now + MILLIS_MAX;
    for (Demand demand : demands) {
      for (String queue : demand.queues()) {
        OpenLanes lanes = ClaimStatements.openLanes(tx, queue);
        if (lanes.isGated()) {
          next = Math.min(next, whereTurnsAreTaken(tx, lanes, leaseEnds));
          continue;
        }
        for (Lane lane : lanes.byLevel().values()) {
          next = Math.min(next, headOf(tx, lane));
          next = Math.min(next, leaseEnds.getOrDefault(lane.number(), Long.MAX_VALUE));
        }
      }
    }
    return Math.max(1, next - tx.now);
  }

  /** A queue that is closed as a whole has only its own time. What is due already may not start. */
  private static long whereTurnsAreTaken(Tx tx, OpenLanes lanes, Map<Long, Long> leaseEnds)
      throws SQLException {
    Room room = new GatedQueue(tx, lanes).room();
    if (room.isClosed()) {
      return room.opensAt();
    }
    long next = Long.MAX_VALUE;
    for (Priority level : Priority.STRICT) {
      Lane plain = lanes.of(tx, level);
      long keys = tx.lane(lanes.queue(), level, Gates.KEYS);
      long head = headOf(tx, plain);
      next = Math.min(next, head > tx.now ? head : Long.MAX_VALUE);
      next = Math.min(next, Turns.firstLook(tx, lanes.queue(), level));
      next = Math.min(next, leaseEnds.getOrDefault(plain.number(), Long.MAX_VALUE));
      next = Math.min(next, leaseEnds.getOrDefault(keys, Long.MAX_VALUE));
    }
    return next;
  }

  /** By lane: what lost its lease where this worker may not claim is none of its business. */
  private static Map<Long, Long> leaseEnds(Tx tx) throws SQLException {
    Map<Long, Long> ends = new HashMap<>();
    try (ResultSet row = tx.prepare("claim_ends").executeQuery()) {
      while (row.next()) {
        ends.put(row.getLong(1), row.getLong(2));
      }
    }
    return ends;
  }

  /** When the first waiting job of a lane is due; the largest number: it has none. */
  static long headOf(Tx tx, Lane lane) throws SQLException {
    PreparedStatement head = tx.prepare("next_due");
    head.setLong(1, lane.number());
    try (ResultSet row = head.executeQuery()) {
      return row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }
  }
}
