package dev.duly.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Times as people read them: {@code 3m ago}, {@code in 10s}. */
final class Ago {
  private Ago() {}

  static String of(Optional<Instant> time, Instant now) {
    return time.map(t -> of(t, now)).orElse("-");
  }

  static String of(Instant time, Instant now) {
    Duration since = Duration.between(time, now);
    if (since.isNegative()) {
      return "in " + rough(since.negated());
    }
    return since.toMillis() < 1_000 ? "now" : rough(since) + " ago";
  }

  /** Two or three digits and a unit: {@code 0.35 ms}, {@code 12 ms}, {@code 1.5 s}, {@code 3m}. */
  static String precise(Duration d) {
    double millis = d.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, millis < 1 ? "%.2f ms" : "%.1f ms", millis);
    } else if (millis < 1_000) {
      return Math.round(millis) + " ms";
    } else if (millis < 120_000) {
      return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1_000);
    }
    return rough(d);
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
