package dev.duly.backend.room;

import dev.duly.job.DurationText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How long jobs are kept that are over. Dead letters are not among them: they stay until a person
 * acts (rule D1). The store keeps its retention, and every process follows it: see {@link
 * Operator#keep}. An immutable value.
 *
 * @param completed since their end, from 24 hours to 100 years, to the millisecond; empty keeps
 *     them for ever
 * @param cancelled likewise
 */
public record Retention(Optional<Duration> completed, Optional<Duration> cancelled) {
  /** So long an id must stay known, so that a repeated enqueue makes no second job (rule E3). */
  public static final Duration MIN = Duration.ofHours(24);

  /** No longer than that, unless it is for ever: 100 years. */
  public static final Duration MAX = Duration.ofDays(36_500);

  /** Nothing is deleted. */
  public static final Retention FOREVER = new Retention(Optional.empty(), Optional.empty());

  /** What a new store has: 7 days. */
  public static final Retention OF_NEW_STORE = of(Duration.ofDays(7));

  /**
   * A retention.
   *
   * @throws IllegalArgumentException if a time is out of its limits
   */
  public Retention {
    List<String> bad = new ArrayList<>();
    check("completed", completed, bad);
    check("cancelled", cancelled, bad);
    if (!bad.isEmpty()) {
      throw new IllegalArgumentException(
          "jobs must be kept for 24h to 36500d, or for ever, since their ids must stay known for at"
              + " least 24h: "
              + String.join(", ", bad));
    }
    completed = completed.map(kept -> kept.truncatedTo(ChronoUnit.MILLIS));
    cancelled = cancelled.map(kept -> kept.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * Of both so long.
   *
   * @throws IllegalArgumentException if it is less than 24 hours or more than 100 years
   */
  public static Retention of(Duration kept) {
    Objects.requireNonNull(kept, "kept");
    return new Retention(Optional.of(kept), Optional.of(kept));
  }

  /** As people read it: {@code 7d}, {@code forever}, or {@code completed 7d, cancelled 30d}. */
  public String text() {
    String first = text(completed);
    String second = text(cancelled);
    return first.equals(second) ? first : "completed " + first + ", cancelled " + second;
  }

  private static String text(Optional<Duration> kept) {
    return kept.map(DurationText::of).orElse("forever");
  }

  private static void check(String which, Optional<Duration> kept, List<String> bad) {
    Objects.requireNonNull(kept, which);
    kept.filter(time -> time.compareTo(MIN) < 0 || time.compareTo(MAX) > 0)
        .ifPresent(time -> bad.add(which + " was " + DurationText.shown(time)));
  }
}
