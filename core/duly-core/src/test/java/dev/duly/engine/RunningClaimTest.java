package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lifecycle.StopReason;
import org.junit.jupiter.api.Test;

/** How a claim is told to stop. */
class RunningClaimTest {
  private final RunningClaim attempt = new RunningClaim(SettlerTest.claim(1), 0, 0, () -> 0);

  @Test
  void a_lost_claim_interrupts_its_handler_once_so_that_it_can_finish() {
    assertThat(attempt.begin()).isTrue();

    attempt.stop(StopReason.CLAIM_LOST);
    assertThat(Thread.interrupted()).isTrue();
    attempt.stop(StopReason.CLAIM_LOST); // at each look of the lease keeper
    assertThat(Thread.interrupted()).isFalse();

    assertThat(attempt.end()).isEqualTo(StopReason.CLAIM_LOST);
  }

  @Test
  void a_lost_claim_interrupts_once_more_after_another_reason() {
    assertThat(attempt.begin()).isTrue();
    attempt.stop(StopReason.TIMEOUT);
    assertThat(Thread.interrupted()).isTrue();

    attempt.stop(StopReason.SHUTDOWN);
    assertThat(Thread.interrupted()).isFalse();
    attempt.stop(StopReason.CLAIM_LOST);
    assertThat(Thread.interrupted()).isTrue();
  }
}
