package dev.duly.backend;

import java.time.Duration;
import java.util.Optional;

/**
 * How long jobs are kept that are over. Dead letters are not among them: they stay until a person
 * acts (rule D1).
 *
 * @param completed since their end; empty keeps them for ever
 * @param cancelled likewise
 */
public record Retention(Optional<Duration> completed, Optional<Duration> cancelled) {
  /** So long an id must stay known, so that a repeated enqueue makes no second job (rule E3). */
  public static final Duration MIN = Duration.ofHours(24);

  /** Nothing is forgotten. */
  public static final Retention FOREVER = new Retention(Optional.empty(), Optional.empty());

  public Retention {
    requireLong("completed", completed);
    requireLong("cancelled", cancelled);
  }

  /** Of both so long. */
  public static Retention of(Duration kept) {
    return new Retention(Optional.of(kept), Optional.of(kept));
  }

  private static void requireLong(String which, Optional<Duration> kept) {
    if (kept.isPresent() && kept.get().compareTo(MIN) < 0) {
      throw new IllegalArgumentException(
          which
              + " jobs must be kept for at least 24 hours, since their ids must stay known for so"
              + " long, was "
              + kept.get());
    }
  }
}
