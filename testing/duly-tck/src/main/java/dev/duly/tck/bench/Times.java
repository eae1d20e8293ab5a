package dev.duly.tck.bench;

import java.time.Duration;

/**
 * What the times of a bench are: on a clock that the test moves as long as they are in practice, on
 * a real one as short as the engine allows.
 *
 * @param lease of the sessions that the kit opens
 * @param delay until a job is due that a test enqueues for later
 * @param quiet when nothing has come for so long, nothing comes; shorter than the delay
 * @param patience within which that comes which must come, however slow the machine
 * @param isMoved whether {@link BackendUnderTest#advance} moves the engine's clock
 */
public record Times(
    Duration lease, Duration delay, Duration quiet, Duration patience, boolean isMoved) {
  /** Those of a clock that is moved. */
  public static final Times MOVED =
      new Times(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, true);
}
