package dev.duly.schedule;

import java.time.Instant;
import java.util.Optional;

/** A single time. */
record OnceSpec(Instant time) implements ScheduleSpec {
  @Override
  public Optional<Instant> after(Instant from) {
    return Optional.of(time).filter(t -> t.isAfter(from));
  }

  @Override
  public String text() {
    return "at " + time;
  }
}
