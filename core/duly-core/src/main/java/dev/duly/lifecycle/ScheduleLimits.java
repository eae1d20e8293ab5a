package dev.duly.lifecycle;

import dev.duly.backend.schedule.Definition;
import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.StorableInstant;
import dev.duly.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a schedule may ask for, whenever it is asked. */
public final class ScheduleLimits {
  private static final Duration JITTER_MAX = Duration.ofDays(365);

  /** A leap year begins: the times of each field's every value come within it. */
  private static final Instant YEAR = Instant.parse("2024-01-01T00:00:00Z");

  private static final Duration SHOWN_MAX = Duration.ofDays(100_000);
  private static final int TIMES_LOOKED_AT = 1_000;

  private ScheduleLimits() {}

  /**
   * All that is wrong with it; its job is looked at elsewhere.
   *
   * @param times that its text says
   */
  public static List<String> problemsOf(Definition definition, ScheduleSpec times) {
    List<String> problems = new ArrayList<>();
    definition
        .from()
        .flatMap(from -> StorableInstant.problemWith("from", from))
        .ifPresent(problems::add);
    definition
        .until()
        .flatMap(until -> StorableInstant.problemWith("until", until))
        .ifPresent(problems::add);
    if (definition.until().isPresent()
        && definition.from().filter(from -> !from.isBefore(definition.until().get())).isPresent()) {
      problems.add("it ends at " + definition.until().get() + ", before it starts");
    }
    jitter(definition.jitter(), times).ifPresent(problems::add);
    if (definition.template().expires().filter(Due.At.class::isInstance).isPresent()) {
      problems.add("its job expires at one moment for all times: say for how long, expiresIn(..)");
    }
    return problems;
  }

  private static Optional<String> jitter(Duration jitter, ScheduleSpec times) {
    if (jitter.isZero()) {
      return Optional.empty();
    }
    Optional<Duration> apart = apart(times);
    Duration most = apart.filter(a -> a.compareTo(JITTER_MAX) <= 0).orElse(JITTER_MAX);
    if (!jitter.isNegative() && jitter.compareTo(most) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        "its jitter must be less than "
            + (apart.filter(most::equals).isPresent()
                ? "the time between two jobs, " + DurationText.of(most)
                : DurationText.of(most))
            + ", was "
            + (jitter.abs().compareTo(SHOWN_MAX) > 0 ? jitter : DurationText.shown(jitter)));
  }

  /** The shortest time between two; empty if there are no two. */
  private static Optional<Duration> apart(ScheduleSpec spec) {
    List<Instant> times = spec.after(YEAR, TIMES_LOOKED_AT);
    Optional<Duration> least = Optional.empty();
    for (int i = 1; i < times.size(); i++) {
      Duration between = Duration.between(times.get(i - 1), times.get(i));
      least = least.filter(d -> d.compareTo(between) <= 0).or(() -> Optional.of(between));
    }
    return least;
  }
}
