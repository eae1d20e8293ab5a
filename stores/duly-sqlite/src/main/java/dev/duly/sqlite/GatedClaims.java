package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.job.Priority;
import dev.duly.sqlite.ClaimStatements.OpenLanes;
import dev.duly.sqlite.Lanes.Lane;
import dev.duly.sqlite.QueueLimits.Stored;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The verb claim, for a queue whose keys take turns or which has limits (rules L1 to L7 and P2).
 * Level by level: first what lost its lease and has no key, then the groups by their turns.
 */
final class GatedClaims {
  private final Tx tx;
  private final ClaimRuns runs;
  private final Slots slots;
  private final OpenLanes lanes;
  private final GatedQueue queue;

  GatedClaims(Tx tx, ClaimRuns runs, Slots slots, OpenLanes lanes) throws SQLException {
    this.tx = tx;
    this.runs = runs;
    this.slots = slots;
    this.lanes = lanes;
    this.queue = new GatedQueue(tx, lanes);
  }

  /**
   * What the levels bring, in their order.
   *
   * @param overdue the lanes of all lost leases
   */
  List<Claim> claim(Demand demand, Set<Long> overdue) throws SQLException {
    for (Priority level : Priority.STRICT) {
      Lane keys = keys(level);
      if (overdue.contains(keys.number())) {
        LostLeases.putBack(tx, keys);
      }
    }
    Turns.wakeDue(tx, queue.name);
    Terms terms = Terms.gated(demand.pool(), queue.limit().map(Stored::id).orElse(null));
    TurnCounter turns = new TurnCounter(tx, queue.name);
    List<Claim> claims = new ArrayList<>();
    for (Priority level : demand.levels()) {
      Lane plain = lanes.of(tx, level);
      if (overdue.contains(plain.number())) {
        claims.addAll(takeOver(terms, plain));
      }
      LevelTurns.Of of = new LevelTurns.Of(plain, keys(level), terms, slots);
      claims.addAll(new LevelTurns(tx, runs, queue, of).claim(turns));
    }
    turns.write();
    return claims;
  }

  private Lane keys(Priority level) throws SQLException {
    return new Lane(tx.lane(queue.name, level, Gates.KEYS), queue.name, level);
  }

  /** What is of a paused type takes a slot and none of the limit. */
  private List<Claim> takeOver(Terms terms, Lane lane) throws SQLException {
    List<Claim> claims = new ArrayList<>();
    for (long room = queue.roomFor(slots); room > 0; room = queue.roomFor(slots)) {
      List<Claim> taken = runs.retake(terms, lane, (int) room);
      slots.take(taken.size());
      queue.take(taken.size());
      List<Claim> open = runs.withoutPaused(taken);
      claims.addAll(open);
      if (open.size() == taken.size()) {
        break; // the room is used, or nothing is left
      }
    }
    return claims;
  }
}
