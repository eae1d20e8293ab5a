package dev.duly.backend.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.DeadReason;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Token;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each settlement leaves behind. */
class CopiesTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Failure FAILURE = new Failure("E", "m", "s", "f");
  private static final Token TOKEN = () -> "t";

  private final Envelope claimed =
      Envelope.of(
              Job.builder(new JobId("a"), JobSpec.of("mail", "email"), Payload.json("{}"), NOON)
                  .attempts(1)
                  .streaks(new Streaks(0, 4, 1))
                  .build())
          .withParked(Optional.of(new ParkReason("unknown_type", "")))
          .withLost(1);
  private final ClaimRef ref = ClaimRef.of(claimed.job(), TOKEN, NOON.plusSeconds(10));
  private final Optional<Run> run =
      Optional.of(new Run(Duration.ofSeconds(1), Duration.ofSeconds(2), false));

  private Optional<Envelope> copy(Settlement settlement) {
    return Copies.of(claimed, settlement, "w1", LATER);
  }

  @Test
  void of_a_job_that_is_over_there_is_none() {
    assertThat(copy(new Complete(ref, run, Optional.empty(), List.of()))).isEmpty();
    assertThat(copy(new Cancel(ref, run, "expired", List.of()))).isEmpty();
  }

  @Test
  void a_retry_counts_and_ends_every_streak() {
    Envelope copy = copy(new Retry(ref, run, Duration.ofSeconds(30), FAILURE)).orElseThrow();
    assertThat(copy.job().attempts()).isEqualTo(3); // one was lost, this one failed
    assertThat(copy.job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(copy.job().scheduledAt()).isEqualTo(LATER.plusSeconds(30));
    assertThat(copy.parked()).isEmpty();
    assertThat(copy.tried())
        .containsExactly(
            new AttemptRecord(
                3,
                NOON.plusSeconds(11),
                NOON.plusSeconds(13),
                "w1",
                "retried",
                Optional.of(FAILURE)));
    assertThat(copy.death()).isEmpty();
  }

  @Test
  void a_release_counts_nothing() {
    Streaks after = new Streaks(1, 0, 2);
    Envelope copy =
        copy(new Release(
                ref, run, Duration.ofMinutes(1), ReleaseReason.UNKNOWN_TYPE, after, "who?"))
            .orElseThrow();
    assertThat(copy.job().attempts()).isEqualTo(2);
    assertThat(copy.job().streaks()).isEqualTo(after);
    assertThat(copy.job().scheduledAt()).isEqualTo(LATER.plusSeconds(60));
    assertThat(copy.parked()).contains(new ParkReason("unknown_type", "who?"));
    assertThat(copy.tried()).isEmpty();
    Envelope stopped =
        copy(new Release(ref, run, Duration.ZERO, ReleaseReason.SHUTDOWN, after)).orElseThrow();
    assertThat(stopped.parked()).isEmpty();
    assertThat(stopped.job().scheduledAt()).isEqualTo(LATER);
  }

  @Test
  void a_dead_letter_counts_if_it_ran_and_says_why() {
    Envelope ran =
        copy(new DeadLetter(ref, run, DeadReason.EXHAUSTED, FAILURE, List.of())).orElseThrow();
    assertThat(ran.job().attempts()).isEqualTo(3);
    assertThat(ran.job().streaks()).isEqualTo(claimed.job().streaks());
    assertThat(ran.death()).contains(new Envelope.Death("exhausted", FAILURE, LATER));
    assertThat(ran.lastFailure()).contains(FAILURE);
    assertThat(ran.tried()).extracting(AttemptRecord::outcome).containsExactly("dead");

    Envelope poison =
        copy(new DeadLetter(ref, Optional.empty(), DeadReason.POISON, FAILURE, List.of()))
            .orElseThrow();
    assertThat(poison.job().attempts()).isEqualTo(2);
    assertThat(poison.tried()).extracting(AttemptRecord::number).containsExactly(3);
  }
}
