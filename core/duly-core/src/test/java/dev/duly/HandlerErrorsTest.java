package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lifecycle.RunEnd;
import dev.duly.limit.RateLimitedException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it means that a handler throws. */
class HandlerErrorsTest {
  @Test
  void each_kind_is_an_end_of_its_own() {
    Duration delay = Duration.ofSeconds(7);

    assertThat(HandlerErrors.end(new IOException("x"))).isInstanceOf(RunEnd.Threw.class);
    assertThat(HandlerErrors.end(new DeadLetterException("x"))).isInstanceOf(RunEnd.Rejected.class);
    assertThat(HandlerErrors.end(new InterruptedException()))
        .isInstanceOf(RunEnd.Interrupted.class);
    assertThat(HandlerErrors.end(new RetryAfterException(delay)))
        .isInstanceOfSatisfying(
            RunEnd.Snoozed.class, snoozed -> assertThat(snoozed.delay()).isEqualTo(delay));
    assertThat(HandlerErrors.end(new RateLimitedException(delay)))
        .isInstanceOfSatisfying(
            RunEnd.RateLimited.class, limited -> assertThat(limited.delay()).isEqualTo(delay));
  }

  @Test
  void only_errors_of_the_machine_leave_the_process_unfit() {
    assertThat(HandlerErrors.end(new OutOfMemoryError())).isInstanceOf(RunEnd.Unfit.class);
    assertThat(HandlerErrors.end(new InternalError())).isInstanceOf(RunEnd.Unfit.class);
    assertThat(HandlerErrors.end(new StackOverflowError())).isInstanceOf(RunEnd.Threw.class);
    assertThat(HandlerErrors.end(new AssertionError())).isInstanceOf(RunEnd.Threw.class);
  }
}
