package dev.duly.memory;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Hands out jobs to those who claim. Guarded by the store's lock. */
final class Dispenser {
  private final Parts parts;
  private final BiConsumer<Settlement, Instant> settle;

  /**
   * A dispenser.
   *
   * @param settle ends a claim at a time
   */
  Dispenser(Parts parts, BiConsumer<Settlement, Instant> settle) {
    this.parts = parts;
    this.settle = settle;
  }

  /** What it looks at. */
  record Parts(Lanes lanes, Groups groups, LimitBook limits, Pauses pauses) {}

  /** Who claims. */
  record Claimant(Token batch, String worker, Duration lease) {}

  /** What the demands bring. */
  List<Claim> claim(Claimant by, List<Demand> demands, Instant now) {
    List<Claim> claims = new ArrayList<>();
    for (Demand demand : demands) {
      Round round = new Round(by, demand, now);
      Turnstile turnstile = new Turnstile(parts.lanes, parts.groups, parts.limits, round);
      for (String queue : demand.queues()) {
        if (round.room.isFull() || parts.pauses.holdQueue(queue)) {
          continue;
        }
        claims.addAll(
            turnstile.isGated(queue)
                ? turnstile.claim(queue, demand.levels(), round.room, now)
                : round.claimPlain(queue));
      }
    }
    return claims;
  }

  /** One demand of one claim. */
  private final class Round implements Turnstile.Jobs {
    private final Claimant by;
    private final Demand demand;
    private final Instant now;
    private final Turnstile.Room room;

    Round(Claimant by, Demand demand, Instant now) {
      this.by = by;
      this.demand = demand;
      this.now = now;
      this.room = new Turnstile.Room(demand);
    }

    /** Of a queue without keys and limits: by due time alone. */
    List<Claim> claimPlain(String queue) {
      List<Claim> claims = new ArrayList<>();
      for (StoredJob job : parts.lanes.next(demand, queue, now)) {
        if (room.isFull()) {
          break;
        }
        room.take();
        claim(job).ifPresent(claims::add);
      }
      return claims;
    }

    private boolean isOpen(StoredJob job) {
      return !parts.pauses.holdType(job.asked.type());
    }

    @Override
    public Optional<Claim> claim(StoredJob job) {
      parts.lanes.remove(job);
      job.claim(by.batch, by.worker, now, by.lease);
      parts.lanes.add(job);
      Claim claim = job.toClaim(by.batch, demand.pool(), by.lease);
      if (isOpen(job)) {
        return Optional.of(claim);
      }
      // Its lease was lost, and it goes on waiting.
      settle.accept(new Settlement.Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN), now);
      return Optional.empty();
    }

    @Override
    public void putBack(StoredJob job) {
      parts.lanes.remove(job);
      job.putBack(now);
      parts.lanes.add(job);
    }
  }
}
