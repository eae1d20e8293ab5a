package dev.duly.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times as people read them: {@code 3m ago}, {@code in 10s}. */
public final class Ago {
  private Ago() {}

  public static String of(Optional<Instant> time, Instant now) {
    return time.map(t -> of(t, now)).orElse("-");
  }

  public static String of(Instant time, Instant now) {
    Duration since = Duration.between(time, now);
    if (since.isNegative()) {
      return "in " + rough(since.negated());
    }
    return since.toMillis() < 1_000 ? "now" : rough(since) + " ago";
  }

  private static String rough(Duration d) {
    if (d.toDays() >= 2) {
      return d.toDays() + "d";
    } else if (d.toHours() >= 2) {
      return d.toHours() + "h";
    } else if (d.toMinutes() >= 2) {
      return d.toMinutes() + "m";
    }
    return Math.max(1, d.toSeconds()) + "s";
  }
}
