package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Streaks;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** X. What happens to a claim whose worker goes on, and to one whose worker vanished. */
abstract class LeaseOutside extends OutsideChapter {

  @Test
  @Rule("X1")
  void a_claim_is_held_for_as_long_as_it_is_renewed() {
    enqueue(job("a"));
    Claim claim = claimOne();
    for (int third = 0; third < 9; third++) {
      later(times().lease().dividedBy(3));
      claimNone(other, 1);
      assertThat(session.extend(List.of(new Extension(claim))))
          .extracting(Extended::state)
          .containsExactly(Extended.State.HELD);
    }

    assertThat(settle(new Complete(claim))).isIn(Outcome.APPLIED, Outcome.ACCEPTED);
    claimNone(other, 1);
  }

  @Test
  @Rule("X2")
  void what_is_lost_can_be_claimed_with_an_attempt_and_a_loss_more() {
    enqueue(job("a"), job("b"));
    claim(session, 2);
    bench.lose(session);

    List<Claim> claims = claim(other, 2);

    assertThat(ids(claims)).containsExactlyInAnyOrder("a", "b");
    assertThat(claims).extracting(c -> c.job().attempts()).containsOnly(1);
    assertThat(claims).extracting(c -> c.job().streaks()).containsOnly(new Streaks(1, 0, 0));
  }

  @Test
  @Rule("X5 held")
  void an_extension_of_a_lost_claim_says_so() {
    enqueue(job("a"));
    Claim stale = claimOne();
    bench.lose(session);
    claimOne(other);

    assertThat(session.extend(List.of(new Extension(stale))))
        .extracting(Extended::state)
        .containsExactly(Extended.State.LOST);
  }

  @Test
  @Rule("X4")
  void three_losses_in_a_row_are_refused_and_buried() {
    enqueue(job("poison").withMaxAttempts(10));
    Session by = session;
    Claim claim = claimOne(by);
    for (int lost = 1; lost <= Lifecycle.LOST_IN_A_ROW_MAX; lost++) {
      assertThat(Lifecycle.admit(claim, Duration.ZERO, true, 0))
          .isInstanceOf(Admission.Admitted.class);
      bench.lose(by);
      by = backend.open(new WorkerInfo("worker-" + lost + 2, times().lease()), () -> {});
      claim = claimOne(by);
      assertThat(claim.job().streaks().lost()).isEqualTo(lost);
    }

    Admission refused = Lifecycle.admit(claim, Duration.ZERO, true, 0);
    by.settle(List.of(((Admission.Refused) refused).settlement()), List.of());

    assertThat(backend.rooms().deadLetters().orElseThrow().find(ref("poison")))
        .hasValueSatisfying(letter -> assertThat(letter.deadReason()).contains("poison"));
    claimNone(other, 1);
    by.close();
  }

  @Test
  @Rule("V1")
  void a_release_counts_nothing_however_often_it_comes() {
    enqueue(job("a"));
    for (int i = 0; i < 10; i++) {
      settle(new Release(claimOne(), Duration.ZERO, ReleaseReason.UNKNOWN_TYPE));
    }

    assertThat(claimOne().job().attempts()).isZero();
  }
}
