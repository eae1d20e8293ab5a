package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Token;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every settlement under a claim in every state of decay: rules S1 and S2 as a product. */
abstract class StalenessRules extends KitChapter {
  private static final List<Function<Claim, Settlement>> SETTLEMENTS =
      List.of(
          Complete::new,
          claim -> new Retry(claim, Duration.ZERO, BOOM),
          claim -> new Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN),
          claim -> new Cancel(claim, "cancelled"),
          claim -> new DeadLetter(claim, DeadReason.REJECTED, BOOM));

  /** What has become of a claim. */
  private enum Claimed {
    CURRENT(Outcome.APPLIED),
    /** Its lease is over, and no other worker has the job: that is current, too. */
    LATE(Outcome.APPLIED),
    OVERTAKEN(Outcome.LOST),
    /** Overtaken, and the other has ended it. */
    ENDED_BY_ANOTHER(Outcome.LOST),
    /** This very settlement has been applied before. */
    SETTLED(Outcome.APPLIED),
    SETTLED_OTHERWISE(Outcome.LOST),
    /** A token that this engine never gave. */
    FOREIGN(Outcome.LOST);

    private final Outcome expected;

    Claimed(Outcome expected) {
      this.expected = expected;
    }

    boolean changesTheJob() {
      return this == CURRENT || this == LATE;
    }
  }

  private record Foreign(String text) implements Token {}

  @Test
  @Rule({"S1", "S2", "X3"})
  void each_settlement_applies_exactly_under_a_current_claim() {
    for (Claimed state : Claimed.values()) {
      for (int i = 0; i < SETTLEMENTS.size(); i++) {
        EncodedJob job = job(state + "-" + i);
        enqueue(job);
        Claim claim = decayed(claimOne(), state, i);
        JobRecord before = record(job.ref());

        Settlement settlement = SETTLEMENTS.get(i).apply(claim);
        assertThat(settle(settlement))
            .as(job.id() + " by " + settlement.verb())
            .isEqualTo(state.expected);
        if (state.changesTheJob()) {
          assertThat(record(job.ref()).state()).isNotEqualTo(before.state());
        } else {
          assertThat(record(job.ref())).isEqualTo(before);
        }
        putAway(job.ref());
      }
    }
  }

  private Claim decayed(Claim claim, Claimed state, int settlement) {
    switch (state) {
      case LATE -> bench.advance(LEASE);
      case OVERTAKEN -> {
        bench.advance(LEASE);
        claimOne(other);
      }
      case ENDED_BY_ANOTHER -> {
        bench.advance(LEASE);
        settle(new Complete(claimOne(other)));
      }
      case SETTLED -> settle(SETTLEMENTS.get(settlement).apply(claim));
      case SETTLED_OTHERWISE ->
          settle(SETTLEMENTS.get((settlement + 1) % SETTLEMENTS.size()).apply(claim));
      default -> {}
    }
    return state == Claimed.FOREIGN ? withToken(claim, new Foreign("another's")) : claim;
  }

  /** So that the next claim does not get this one again. */
  private void putAway(JobRef job) {
    List<Claim> left = new ArrayList<>(claim(session, 5));
    bench.advance(LEASE);
    left.addAll(claim(session, 5));
    left.forEach(claim -> settle(new Complete(claim)));
    assertThat(record(job).state().isFinal()).as(job + " is over").isTrue();
  }
}
