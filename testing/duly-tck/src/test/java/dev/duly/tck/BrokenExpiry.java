package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be wrong with jobs that expire. */
final class BrokenExpiry {
  private BrokenExpiry() {}

  /** Keeps no time by which a job must have started. */
  static final class IgnoresExpiry extends BrokenBackend {
    IgnoresExpiry(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      return super.enqueue(jobs.stream().map(job -> job.withExpires(Optional.empty())).toList());
    }
  }

  /** Ends what has expired though it has run once. */
  static final class ExpiresRetries extends BrokenBackend {
    ExpiresRetries(Backend good) {
      super(good);
    }

    @Override
    TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
      TurnResult turn = good.claim(demands, waitMax);
      List<Claim> late =
          turn.claims().stream().filter(claim -> claim.isExpired(Duration.ZERO)).toList();
      List<Claim> retries = late.stream().filter(claim -> claim.job().attempts() > 0).toList();
      good.settle(
          retries.stream().<Settlement>map(c -> new Settlement.Cancel(c, "expired")).toList(),
          List.of());
      return new TurnResult(
          turn.outcomes(),
          turn.claims().stream().filter(claim -> !retries.contains(claim)).toList());
    }
  }
}
