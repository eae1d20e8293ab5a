package dev.duly.sql;

import dev.duly.backend.Demand;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How long a claim that found nothing may sleep. */
final class NextDue {
  private static final long MILLIS_MAX = 60_000;

  private NextDue() {}

  /** Until the next job of these lanes is due or the next lease ends: 1 to 60,000. */
  static long inMillis(Tx tx, List<Demand> demands) throws SQLException {
    long next = Math.min(tx.now + MILLIS_MAX, Claiming.nextLeaseEnd(tx));
    for (Demand demand : demands) {
      for (String queue : demand.queues()) {
        for (Lane lane : Claiming.openLanes(tx, queue).values()) {
          next = Math.min(next, headOf(tx, lane));
        }
      }
    }
    return Math.max(1, next - tx.now);
  }

  private static long headOf(Tx tx, Lane lane) throws SQLException {
    PreparedStatement head = tx.prepare("next_due");
    head.setLong(1, lane.number());
    try (ResultSet row = head.executeQuery()) {
      return row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }
  }
}
