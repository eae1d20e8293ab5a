package dev.duly.schedule;

import dev.duly.job.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Times of an interval, by the clock of the universe: no time zone moves them.
 *
 * @param every at least a second, whole seconds
 * @param from the first of them; earlier ones there are none, unless it is 1970
 */
record IntervalSpec(Duration every, Instant from) implements ScheduleSpec {
  @Override
  public Optional<Instant> after(Instant time) {
    if (time.isBefore(from)) {
      return Optional.of(from);
    }
    long step = every.toSeconds();
    long passed = Math.floorDiv(time.getEpochSecond() - from.getEpochSecond(), step);
    return Optional.of(from.plusSeconds((passed + 1) * step));
  }

  @Override
  public String text() {
    return "every " + DurationText.of(every) + (from.equals(Instant.EPOCH) ? "" : " from " + from);
  }
}
