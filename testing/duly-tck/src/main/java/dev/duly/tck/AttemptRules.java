package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.job.AttemptRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of attempts and failures. */
abstract class AttemptRules extends KitChapter {

  @Test
  @Rule("D2")
  void failures_are_grouped_by_their_fingerprint_the_latest_first() {
    Failure other = new Failure("a.Other", "no", "at x.Y.z(Y.java:1)", "f2");
    enqueue(typed("a", "mail", QUEUE), typed("b", "sms", QUEUE), job("fine"));
    Instant first = record("a").job().createdAt();
    for (Claim claim : claim(session, 3)) {
      String id = claim.job().id().value();
      settle(id.equals("fine") ? new Complete(claim) : new Retry(claim, Duration.ZERO, BOOM));
    }
    bench.advance(TICK);
    List<Claim> again = claim(session, 2);
    settle(new DeadLetter(again.get(0), DeadReason.REJECTED, BOOM));
    bench.advance(TICK);
    settle(new Retry(again.get(1), Duration.ZERO, other));

    assertThat(inspector().errors(10))
        .containsExactly(
            new ErrorGroup(
                other,
                1,
                1,
                0,
                first.plus(TICK).plus(TICK),
                first.plus(TICK).plus(TICK),
                ref("b"),
                "sms"),
            new ErrorGroup(BOOM, 3, 2, 1, first, first.plus(TICK), ref("a"), "mail"));
    assertThat(inspector().errors(1)).hasSize(1);
    claimOne();
    bench.advance(LEASE);
    claimOne(); // a lost lease is no failure of its own
    assertThat(inspector().errors(10)).hasSize(2);
  }

  @Test
  @Rule("D2")
  void the_attempts_of_a_job_are_its_own_and_its_last_twenty() {
    EncodedJob one = job("one").withMaxAttempts(30);
    EncodedJob two = job("two").withMaxAttempts(30);
    enqueue(one, two, job("three"));
    for (int i = 0; i < 25; i++) {
      for (Claim claim : claim(session, 3)) {
        boolean more = i == 0 || !claim.job().id().value().equals("three");
        settle(more ? new Retry(claim, Duration.ZERO, BOOM) : new Complete(claim));
      }
      bench.advance(TICK);
    }

    for (EncodedJob much : List.of(one, two)) {
      List<AttemptRecord> kept = inspector().attempts(much.ref());
      assertThat(kept).hasSize(AttemptRecord.KEPT_MAX);
      assertThat(kept).extracting(AttemptRecord::number).startsWith(6).endsWith(25);
    }
    assertThat(inspector().attempts(ref("three"))).hasSize(1);
    assertThat(inspector().attempts(ref("unknown"))).isEmpty();
    assertThat(inspector().find(ref("unknown"))).isEmpty();
  }

  @Test
  @Rule("D2")
  void the_last_error_is_the_jobs_own_and_its_latest() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    settle(new Retry(claims.get(0), Duration.ZERO, BOOM));
    settle(new Complete(claims.get(1)));
    bench.advance(TICK);
    Claim again = claimOne();
    bench.advance(LEASE); // a lost lease is an attempt without an error
    claimOne(other);

    assertThat(record(again).lastError()).contains(BOOM);
    assertThat(record(claims.get(1)).lastError()).isEmpty();
  }

  private static EncodedJob typed(String id, String type, String queue) {
    return new EncodedJob(new JobId(id), type, queue, Payload.json("{}"));
  }
}
