package dev.duly.job;

import java.time.Instant;
import java.util.Optional;

/** The instants that every engine can keep: from 1970 to the end of the year 9999, in UTC. */
public final class StorableInstant {
  private static final Instant MIN = Instant.EPOCH;
  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

  private StorableInstant() {}

  /** What is wrong with an instant, naming the field and the limits; empty if nothing is. */
  public static Optional<String> problemWith(String field, Instant instant) {
    return instant.isBefore(MIN) || instant.isAfter(MAX)
        ? Optional.of(field + " must be between " + MIN + " and " + MAX + ", was " + instant)
        : Optional.empty();
  }
}
