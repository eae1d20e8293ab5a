package dev.duly.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of both tables. */
class LifecycleTest {
  private static final Run RUN = new Run(Duration.ofMillis(1), Duration.ofMillis(2), false);
  private static final double MIDDLE = 0.5; // of the jitter: none

  @ParameterizedTest(name = "{0} x {1} = {2}")
  @CsvSource({
    "returned,    NOTHING,             complete",
    "returned,    CANCEL_ASKED,        complete",
    "returned,    TIMEOUT,             complete late",
    "returned,    SHUTDOWN,            complete",
    "returned,    CLAIM_LOST,          complete",
    "returned,    CLAIM_LOST_UNFENCED, nothing",
    "threw,       NOTHING,             retry java.io.IOException",
    "threw,       CANCEL_ASKED,        cancel",
    "threw,       TIMEOUT,             retry timeout",
    "threw,       SHUTDOWN,            release shutdown PT0S",
    "threw,       CLAIM_LOST,          nothing",
    "threw,       CLAIM_LOST_UNFENCED, nothing",
    "rejected,    NOTHING,             dead rejected",
    "rejected,    CANCEL_ASKED,        cancel",
    "rejected,    TIMEOUT,             dead rejected",
    "rejected,    SHUTDOWN,            dead rejected",
    "rejected,    CLAIM_LOST,          nothing",
    "rejected,    CLAIM_LOST_UNFENCED, nothing",
    "snoozed,     NOTHING,             release snoozed PT7S",
    "snoozed,     CANCEL_ASKED,        cancel",
    "snoozed,     TIMEOUT,             retry timeout",
    "snoozed,     SHUTDOWN,            release snoozed PT7S",
    "snoozed,     CLAIM_LOST,          nothing",
    "snoozed,     CLAIM_LOST_UNFENCED, nothing",
    "rate limited, NOTHING,             release rate_limited PT9S",
    "rate limited, CANCEL_ASKED,        cancel",
    "rate limited, TIMEOUT,             retry timeout",
    "rate limited, SHUTDOWN,            release rate_limited PT9S",
    "rate limited, CLAIM_LOST,          nothing",
    "rate limited, CLAIM_LOST_UNFENCED, nothing",
    "unreadable,  NOTHING,             release unreadable_payload PT10S",
    "unreadable,  CANCEL_ASKED,        cancel",
    "unreadable,  TIMEOUT,             release unreadable_payload PT10S",
    "unreadable,  SHUTDOWN,            release unreadable_payload PT10S",
    "unreadable,  CLAIM_LOST,          nothing",
    "unreadable,  CLAIM_LOST_UNFENCED, nothing",
    "unfit,       NOTHING,             retry java.lang.OutOfMemoryError",
    "unfit,       CANCEL_ASKED,        cancel",
    "unfit,       TIMEOUT,             retry java.lang.OutOfMemoryError",
    "unfit,       SHUTDOWN,            retry java.lang.OutOfMemoryError",
    "unfit,       CLAIM_LOST,          nothing",
    "unfit,       CLAIM_LOST_UNFENCED, nothing",
    "not begun,   NOTHING,             release shutdown PT0S",
    "not begun,   CANCEL_ASKED,        cancel",
    "not begun,   TIMEOUT,             release shutdown PT0S",
    "not begun,   SHUTDOWN,            release shutdown PT0S",
    "not begun,   CLAIM_LOST,          nothing",
    "not begun,   CLAIM_LOST_UNFENCED, nothing",
    "interrupted, NOTHING,             retry java.lang.InterruptedException",
    "interrupted, CANCEL_ASKED,        cancel",
    "interrupted, TIMEOUT,             retry timeout",
    "interrupted, SHUTDOWN,            release shutdown PT0S",
    "interrupted, CLAIM_LOST,          nothing",
    "interrupted, CLAIM_LOST_UNFENCED, nothing",
  })
  void an_end_under_a_stop_means(String end, StopReason stop, String expected) {
    assertThat(words(settle(claim(0, 5), end, stop))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} x {1} on the last attempt = {2}")
  @CsvSource({
    "threw,       NOTHING,  dead exhausted",
    "threw,       TIMEOUT,  dead exhausted",
    "threw,       SHUTDOWN, release shutdown PT0S",
    "snoozed,     NOTHING,  release snoozed PT7S",
    "snoozed,     TIMEOUT,  dead exhausted",
    "unfit,       NOTHING,  dead exhausted",
    "interrupted, NOTHING,  dead exhausted",
  })
  void on_the_last_attempt_a_retry_is_a_dead_letter(String end, StopReason stop, String expected) {
    assertThat(words(settle(claim(4, 5), end, stop))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"threw", "interrupted"})
  void a_budget_of_one_is_at_most_once_even_at_shutdown(String end) {
    assertThat(words(settle(claim(0, 1), end, StopReason.SHUTDOWN))).isEqualTo("dead exhausted");
  }

  @Test
  void an_error_with_delays_of_its_own_is_tried_again_after_those() {
    Backoff own = Backoff.schedule(List.of(Duration.ofMinutes(7)), Jitter.NONE);
    Optional<Settlement> settlement =
        Lifecycle.settle(
            claim(0, 5),
            new ErrorPolicy.Delayed(IOException.class, own),
            endOf("threw"),
            StopReason.NOTHING,
            RUN,
            MIDDLE);

    assertThat(((Retry) settlement.orElseThrow()).delay()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void a_predicate_gives_up_on_what_was_thrown() {
    Optional<Settlement> settlement =
        Lifecycle.settle(
            claim(0, 5),
            new ErrorPolicy.If(cause -> cause instanceof IOException),
            endOf("threw"),
            StopReason.NOTHING,
            RUN,
            MIDDLE);

    assertThat(words(settlement)).isEqualTo("dead gave_up");
  }

  @Test
  void the_twenty_first_free_release_in_a_row_is_a_retry() {
    assertThat(words(settle(claim(0, 5, new Streaks(0, 19, 0)), "snoozed", StopReason.NOTHING)))
        .isEqualTo("release snoozed PT7S");
    assertThat(words(settle(claim(0, 5, new Streaks(0, 20, 0)), "snoozed", StopReason.NOTHING)))
        .isEqualTo("retry java.lang.IllegalStateException");
    assertThat(words(settle(claim(4, 5, new Streaks(0, 20, 0)), "snoozed", StopReason.NOTHING)))
        .isEqualTo("dead exhausted");
  }

  @Test
  void streaks_after_a_release() {
    assertThat(after(settle(claim(0, 5, new Streaks(2, 3, 4)), "snoozed", StopReason.NOTHING)))
        .isEqualTo(new Streaks(0, 4, 0));
    assertThat(
            after(settle(claim(0, 5, new Streaks(2, 20, 4)), "rate limited", StopReason.NOTHING)))
        .isEqualTo(new Streaks(0, 20, 0));
    assertThat(after(settle(claim(0, 5, new Streaks(2, 3, 4)), "unreadable", StopReason.NOTHING)))
        .isEqualTo(new Streaks(2, 3, 5));
    assertThat(after(settle(claim(0, 5, new Streaks(2, 3, 4)), "not begun", StopReason.SHUTDOWN)))
        .isEqualTo(new Streaks(2, 3, 4));
    assertThat(after(settle(claim(0, 5, new Streaks(2, 3, 4)), "threw", StopReason.SHUTDOWN)))
        .isEqualTo(new Streaks(0, 3, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "returned, true",
    "threw, true",
    "rejected, true",
    "snoozed, true",
    "rate limited, true",
    "interrupted, true",
    "unfit, true",
    "unreadable, false",
    "not begun, false"
  })
  void a_run_is_told_of_exactly_if_the_handler_was_started(String end, boolean started) {
    for (StopReason stop :
        List.of(StopReason.NOTHING, StopReason.CANCEL_ASKED, StopReason.SHUTDOWN)) {
      assertThat(settle(claim(0, 5), end, stop).orElseThrow().run().isPresent())
          .as(end + " x " + stop)
          .isEqualTo(started);
    }
  }

  static Stream<Integer> budgets() {
    return Stream.of(1, 3, 5, 10);
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void a_budget_of_n_is_n_runs_and_n_minus_one_waits(int budget) {
    List<Duration> schedule = Stream.of(10, 30, 120, 600).map(s -> Duration.ofSeconds(s)).toList();
    for (int attempts = 0; attempts < budget - 1; attempts++) {
      Settlement s = settle(claim(attempts, budget), "threw", StopReason.NOTHING).orElseThrow();
      assertThat(((Retry) s).delay()).isEqualTo(schedule.get(Math.min(attempts, 3)));
    }
    assertThat(words(settle(claim(budget - 1, budget), "threw", StopReason.NOTHING)))
        .isEqualTo("dead exhausted");
  }

  @Test
  void what_was_asked_to_be_cancelled_is_cancelled_first() {
    Claim claim = claim(job(9, 5, new Streaks(9, 0, 0), Optional.of(Instant.EPOCH)), true);

    assertThat(words(admit(claim, false))).isEqualTo("cancel");
  }

  @Test
  void what_expired_before_it_ever_started_is_cancelled() {
    Claim claim = claim(job(0, 5, new Streaks(3, 0, 0), Optional.of(Instant.EPOCH)), false);

    assertThat(((Cancel) admit(claim, false).orElseThrow()).reason()).isEqualTo("expired");
  }

  @Test
  void what_started_once_does_not_expire() {
    Claim claim = claim(job(1, 5, Streaks.NONE, Optional.of(Instant.EPOCH)), false);

    assertThat(admit(claim, true)).isEmpty();
  }

  @Test
  void expiry_is_measured_from_the_claim_by_the_engines_clock() {
    Optional<Instant> inTenSeconds = Optional.of(CLAIMED.plusSeconds(10));
    Claim claim = claim(job(0, 5, Streaks.NONE, inTenSeconds), false);

    assertThat(Lifecycle.admit(claim, Duration.ofMillis(9_999), true, MIDDLE))
        .isInstanceOf(Admission.Admitted.class);
    assertThat(Lifecycle.admit(claim, Duration.ofSeconds(10), true, MIDDLE))
        .isInstanceOf(Admission.Refused.class);
  }

  @Test
  void three_lost_leases_in_a_row_are_poison() {
    assertThat(words(admit(claim(4, 9, new Streaks(3, 0, 0)), true))).isEqualTo("dead poison");
    assertThat(words(admit(claim(9, 9, new Streaks(3, 0, 0)), true))).isEqualTo("dead poison");
    assertThat(admit(claim(4, 9, new Streaks(2, 0, 0)), true)).isEmpty();
  }

  @Test
  void a_used_up_budget_is_exhausted_unrun() {
    Settlement settlement = admit(claim(5, 5), false).orElseThrow();

    assertThat(words(Optional.of(settlement))).isEqualTo("dead exhausted");
    assertThat(settlement.run()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, PT10S", "1, PT20S", "2, PT40S", "5, PT5M20S", "6, PT10M", "999, PT10M"})
  void an_unknown_type_is_parked_longer_each_time(int parked, Duration delay) {
    Settlement settlement = admit(claim(0, 5, new Streaks(0, 0, parked)), false).orElseThrow();

    assertThat(words(Optional.of(settlement))).isEqualTo("release unknown_type " + delay);
    assertThat(after(Optional.of(settlement))).isEqualTo(new Streaks(0, 0, parked + 1));
  }

  @Test
  void anything_else_runs() {
    assertThat(admit(claim(0, 5), true)).isEmpty();
    assertThat(admit(claim(4, 5), true)).isEmpty();
  }

  private static Optional<Settlement> settle(Claim claim, String end, StopReason stop) {
    return Lifecycle.settle(claim, ErrorPolicy.NONE, endOf(end), stop, RUN, MIDDLE);
  }

  private static Optional<Settlement> admit(Claim claim, boolean typeKnown) {
    Admission admission = Lifecycle.admit(claim, Duration.ofSeconds(1), typeKnown, MIDDLE);
    return admission instanceof Admission.Refused refused
        ? Optional.of(refused.settlement())
        : Optional.empty();
  }

  private static RunEnd endOf(String words) {
    return switch (words) {
      case "returned" -> new RunEnd.Returned(Optional.of(Payload.json("1")));
      case "threw" -> new RunEnd.Threw(new IOException("x"));
      case "rejected" -> new RunEnd.Rejected(new IllegalStateException("x"));
      case "snoozed" -> new RunEnd.Snoozed(Duration.ofSeconds(7), new IllegalStateException("x"));
      case "rate limited" ->
          new RunEnd.RateLimited(Duration.ofSeconds(9), new IllegalStateException("x"));
      case "unreadable" -> new RunEnd.Unreadable(new IOException("x"));
      case "unfit" -> new RunEnd.Unfit(new OutOfMemoryError("x"));
      case "not begun" -> new RunEnd.NotBegun();
      case "interrupted" -> new RunEnd.Interrupted(new InterruptedException("x"));
      default -> throw new IllegalArgumentException(words);
    };
  }

  private static String words(Optional<Settlement> settlement) {
    if (settlement.isEmpty()) {
      return "nothing";
    }
    Settlement s = settlement.get();
    if (s instanceof Complete c) {
      assertThat(c.result()).contains(Payload.json("1"));
      return c.run().orElseThrow().late() ? "complete late" : "complete";
    } else if (s instanceof Retry r) {
      return "retry " + r.failure().error();
    } else if (s instanceof Release r) {
      return "release " + r.why().text() + " " + r.delay();
    } else if (s instanceof Cancel) {
      return "cancel";
    }
    DeadReason reason = ((DeadLetter) s).reason();
    return "dead " + reason.text();
  }

  private static Streaks after(Optional<Settlement> settlement) {
    return ((Release) settlement.orElseThrow()).after();
  }

  private static final Instant CLAIMED = Instant.parse("2030-01-01T00:00:00Z");

  private static Claim claim(int attempts, int maxAttempts) {
    return claim(attempts, maxAttempts, Streaks.NONE);
  }

  private static Claim claim(int attempts, int maxAttempts, Streaks streaks) {
    return claim(job(attempts, maxAttempts, streaks, Optional.empty()), false);
  }

  private static Claim claim(Job job, boolean cancelAsked) {
    return new Claim(
        ClaimRef.of(job, () -> "t", CLAIMED),
        job,
        "default",
        Duration.ofSeconds(30),
        cancelAsked,
        OptionalLong.empty());
  }

  private static Job job(
      int attempts, int maxAttempts, Streaks streaks, Optional<Instant> expiresAt) {
    JobSpec spec = JobSpec.builder("mail", "default").maxAttempts(maxAttempts).build();
    return Job.builder(new JobId("j"), spec, Payload.none(), CLAIMED)
        .attempts(attempts)
        .expiresAt(expiresAt)
        .streaks(streaks)
        .build();
  }
}
