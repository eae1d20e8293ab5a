package dev.duly.rabbitmq;

import dev.duly.backend.BackendException;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.broker.Copies;
import dev.duly.job.EncodedJob;
import dev.duly.rabbitmq.HeldClaims.HeldClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Ends claims: first everything that goes on is kept as a new message, then the old one is
 * acknowledged. If the process ends in between, there are both: a job may run twice, and none is
 * lost. Thread-safe.
 */
final class Settler {
  private final HeldClaims claims;
  private final Dispatcher dispatcher;
  private final Wire wire;
  private final String worker;

  Settler(HeldClaims claims, Dispatcher dispatcher, Wire wire, String worker) {
    this.claims = claims;
    this.dispatcher = dispatcher;
    this.wire = wire;
    this.worker = worker;
  }

  /** One of the batch, and what is to be kept before it is over. */
  private record Ending(int place, HeldClaim held, List<Parcel> parcels) {}

  /** One outcome per settlement, in their order. */
  List<Outcome> settle(List<Settlement> done) {
    Instant now = Instant.now();
    Outcome[] outcomes = new Outcome[done.size()];
    Arrays.fill(outcomes, Outcome.LOST);
    List<Ending> plain = new ArrayList<>(done.size()); // what needs no copy waits for none
    List<Ending> copied = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      Optional<HeldClaim> held = claims.find(done.get(i).claim());
      if (held.isPresent() && held.get().delivery().begin()) {
        List<Parcel> parcels = parcels(held.get(), done.get(i), now);
        (parcels.isEmpty() ? plain : copied).add(new Ending(i, held.get(), parcels));
      }
    }
    acknowledge(plain, outcomes);
    try {
      acknowledge(keep(copied, outcomes), outcomes);
    } catch (BackendException e) {
      copied.forEach(ending -> isUnknown(ending, outcomes));
      if (plain.isEmpty()) {
        throw e;
      }
    }
    return List.of(outcomes);
  }

  private static void isUnknown(Ending ending, Outcome[] outcomes) {
    ending.held().delivery().giveUp();
    outcomes[ending.place()] = Outcome.UNKNOWN;
  }

  private List<Parcel> parcels(HeldClaim held, Settlement settlement, Instant now) {
    boolean isPlain = settlement.isEnd() && settlement.then().isEmpty();
    if (isPlain && !(settlement instanceof Settlement.DeadLetter)) {
      return List.of();
    }
    List<Parcel> parcels = new ArrayList<>();
    for (EncodedJob job : settlement.then()) {
      parcels.add(Parcel.of(job, now));
    }
    wire.job(held.delivery(), held.from().place())
        .flatMap(claimed -> Copies.of(claimed, settlement, worker, now))
        .map(copy -> Parcel.of(copy, delay(settlement)))
        .ifPresent(parcels::add);
    return parcels;
  }

  private static Duration delay(Settlement settlement) {
    Duration delay =
        settlement instanceof Settlement.Retry retry
            ? retry.delay()
            : settlement instanceof Settlement.Release release ? release.delay() : Duration.ZERO;
    return delay.compareTo(Ladder.LONGEST) < 0 ? delay : Ladder.LONGEST;
  }

  /** Those whose copies are kept; the others are left alone. */
  private List<Ending> keep(List<Ending> endings, Outcome[] outcomes) {
    List<Answer> answers =
        dispatcher.send(endings.stream().flatMap(e -> e.parcels().stream()).toList());
    List<Ending> kept = new ArrayList<>(endings.size());
    int from = 0;
    for (Ending ending : endings) {
      int to = from + ending.parcels().size();
      if (answers.subList(from, to).stream().allMatch(answer -> answer == Answer.KEPT)) {
        kept.add(ending);
      } else {
        isUnknown(ending, outcomes);
      }
      from = to;
    }
    return kept;
  }

  private static void acknowledge(List<Ending> endings, Outcome[] outcomes) {
    IdentityHashMap<Tap, List<Ending>> byTap = new IdentityHashMap<>();
    for (Ending ending : endings) {
      byTap.computeIfAbsent(ending.held().from().tap(), tap -> new ArrayList<>()).add(ending);
    }
    byTap.forEach(
        (tap, some) -> {
          List<Long> tags = some.stream().map(ending -> ending.held().delivery().tag()).toList();
          Outcome outcome = tap.acknowledge(tags) ? Outcome.ACCEPTED : Outcome.LOST;
          some.forEach(ending -> outcomes[ending.place()] = outcome);
        });
  }

  /**
   * Puts other messages in the stead of some that were never handed out.
   *
   * @return false: those are not kept, and nothing has changed
   */
  boolean exchange(Tap tap, Collection<Delivery> taken, List<Parcel> stead) {
    try {
      boolean kept = dispatcher.send(stead).stream().allMatch(answer -> answer == Answer.KEPT);
      if (kept) {
        tap.acknowledge(taken.stream().map(Delivery::tag).toList());
      }
      return kept;
    } catch (BackendException e) {
      return false;
    }
  }
}
