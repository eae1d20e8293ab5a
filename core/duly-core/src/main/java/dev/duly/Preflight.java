package dev.duly;

import dev.duly.backend.Capabilities;
import dev.duly.backend.Lease;
import dev.duly.job.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an application asks of a backend that it does not offer: all of it, before it starts. */
final class Preflight {
  private Preflight() {}

  /** What types ask for. */
  static List<String> gaps(Capabilities offered, Collection<? extends JobType<?, ?>> types) {
    List<String> gaps = new ArrayList<>();
    for (JobType<?, ?> type : types) {
      offered
          .problemWithTimeout(type.timeout())
          .ifPresent(problem -> gaps.add("type " + type.name() + ": its " + problem));
    }
    return gaps;
  }

  /**
   * What a worker's lease asks for.
   *
   * @param asked empty: the worker was told none
   */
  static Optional<String> gap(Capabilities offered, Optional<Duration> asked) {
    if (offered.lease() instanceof Lease.Timed timed) {
      Duration lease = asked.orElse(WorkerBuilder.LEASE_DEFAULT);
      return lease.compareTo(timed.min()) < 0 || lease.compareTo(timed.max()) > 0
          ? Optional.of(
              "its lease must be "
                  + DurationText.of(timed.min())
                  + " to "
                  + DurationText.of(timed.max())
                  + " here, was "
                  + DurationText.shown(lease))
          : Optional.empty();
    }
    return asked.map(
        lease ->
            "a claim lasts as long as the connection here: leave out .lease("
                + DurationText.shown(lease)
                + ")");
  }
}
