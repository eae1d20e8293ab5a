package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The verb claim, for one request. From each lane of a demand: first what lost its lease, then the
 * head of the waiting jobs.
 */
final class ClaimStatements {
  private final Tx tx;
  private final ClaimRuns runs;
  private final List<Claim> claims = new ArrayList<>();

  private ClaimStatements(Tx tx, ClaimRuns runs) {
    this.tx = tx;
    this.runs = runs;
  }

  static List<Claim> claim(Tx tx, WorkerInfo info, long firstRun, List<Demand> demands)
      throws SQLException {
    ClaimStatements claiming = new ClaimStatements(tx, new ClaimRuns(tx, info, firstRun));
    Set<Long> overdue = overdueLanes(tx);
    for (Demand demand : demands) {
      claiming.serve(demand, overdue);
    }
    return claiming.claims;
  }

  private void serve(Demand demand, Set<Long> overdue) throws SQLException {
    Slots slots = new Slots(Math.min(demand.max(), ClaimRuns.MAX - claims.size()), demand.free());
    for (String queue : demand.queues()) {
      if (slots.areFull()) {
        return;
      }
      OpenLanes lanes = openLanes(tx, queue);
      if (lanes.isGated()) {
        claims.addAll(new GatedClaims(tx, runs, slots, lanes).claim(demand, overdue));
      } else {
        serve(demand, lanes, slots, overdue);
      }
    }
  }

  private void serve(Demand demand, OpenLanes lanes, Slots slots, Set<Long> overdue)
      throws SQLException {
    Terms terms = Terms.plain(demand.pool());
    for (Priority level : demand.levels()) {
      Lane lane = lanes.byLevel().get(level);
      if (lane != null && !slots.areFull()) {
        if (overdue.contains(lane.number())) {
          List<Claim> retaken = runs.retake(terms, lane, slots.left());
          slots.take(retaken.size());
          claims.addAll(runs.withoutPaused(retaken));
        }
        List<Claim> taken = runs.take(terms, lane, slots.left());
        slots.take(taken.size());
        claims.addAll(taken);
      }
    }
  }

  /**
   * The lanes of a queue that is not paused: those of its jobs without a key.
   *
   * @param rules the number of its limits and keys; 0: it has none
   */
  record OpenLanes(String queue, Map<Priority, Lane> byLevel, long rules) {
    boolean isGated() {
      return rules > 0;
    }

    /** That of a level; it is made if it is not there. */
    Lane of(Tx tx, Priority level) throws SQLException {
      @Nullable Lane lane = byLevel.get(level);
      return lane != null ? lane : new Lane(tx.lane(queue, level, Gates.OPEN), queue, level);
    }
  }

  static OpenLanes openLanes(Tx tx, String queue) throws SQLException {
    PreparedStatement find = tx.prepare("queue_lanes");
    find.setString(1, queue);
    Map<Priority, Lane> lanes = new HashMap<>(4);
    long rules = 0;
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        Priority level = Priority.of(row.getString(2));
        lanes.put(level, new Lane(row.getLong(1), queue, level));
        rules = row.getLong(3);
      }
    }
    return new OpenLanes(queue, lanes, rules);
  }

  private static Set<Long> overdueLanes(Tx tx) throws SQLException {
    PreparedStatement find = tx.prepare("claim_overdue_lanes");
    find.setLong(1, tx.now);
    Set<Long> lanes = new HashSet<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        lanes.add(row.getLong(1));
      }
    }
    return lanes;
  }
}
