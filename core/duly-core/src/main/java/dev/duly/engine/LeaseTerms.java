package dev.duly.engine;

import dev.duly.backend.Capabilities;
import dev.duly.backend.Fencing;
import dev.duly.lifecycle.StopReason;
import java.time.Duration;

/**
 * What a worker's leases are like.
 *
 * @param length from the moment before the request that took or renewed one
 * @param whenLost what a handler is told whose claim is lost
 */
record LeaseTerms(Duration length, StopReason whenLost) {
  private static final long MARGIN_NANOS_MAX = 1_000_000_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  static LeaseTerms of(Duration length, Capabilities capabilities) {
    return new LeaseTerms(
        length,
        capabilities.fencing() == Fencing.NONE
            ? StopReason.CLAIM_LOST_UNFENCED
            : StopReason.CLAIM_LOST);
  }

  /** How often they are renewed. */
  long renewalNanos() {
    return length.toNanos() / 3;
  }

  /**
   * How long a request for claims may wait. Their leases count from before it, so that it takes a
   * small part of them only.
   */
  Duration waitMax() {
    Duration part = length.dividedBy(10);
    return part.compareTo(WAIT_MAX) < 0 ? part : WAIT_MAX;
  }

  /** So long before its end a lease counts as lost. */
  long marginNanos() {
    return Math.min(MARGIN_NANOS_MAX, length.toNanos() / 10);
  }
}
