package dev.duly.backend;

import java.time.Duration;
import java.util.Optional;

/** How long a claim lives. */
public sealed interface Lease {
  /** Until a time that extensions move. */
  record Timed(Duration min, Duration max, Optional<Duration> totalMax) implements Lease {}

  /** As long as the session's connection; extending is a local no-op. */
  record Connected(Duration detectWithin, Optional<Duration> max) implements Lease {}
}
