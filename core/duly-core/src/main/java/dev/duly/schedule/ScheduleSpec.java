package dev.duly.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a schedule is due. As text:
 *
 * <ul>
 *   <li>{@code 0 6 * * MON-FRI Europe/Oslo}: five fields (minute, hour, day of the month, month,
 *       day of the week) or six with seconds first, and the zone, {@code UTC} if there is none
 *   <li>{@code @hourly @daily @midnight @weekly @monthly @yearly}, and the zone
 *   <li>{@code every 15m} or {@code every 15m from 2030-01-01T06:00:00Z}: at least 1 s, whole
 *       seconds, counted from 1970 if it is not said
 *   <li>{@code at 2030-01-01T06:00:00Z}: once
 * </ul>
 *
 * <p>Immutable.
 */
public sealed interface ScheduleSpec permits CronSpec, IntervalSpec, OnceSpec {
  /** Characters of a text at most. */
  int TEXT_MAX = 200;

  /** How far ahead a time is looked for. */
  int YEARS_MAX = 50;

  /** The first time after this one; empty if there is none, or none within 50 years. */
  Optional<Instant> after(Instant time);

  /** As it is read back, in the one form of what it says. */
  String text();

  /** The zone that its local times are of. */
  default ZoneId zone() {
    return ZoneOffset.UTC;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is none, or has no time within 50 years; the message
   *     says at which position, counted from 1, and why
   */
  static ScheduleSpec parse(String text) {
    return SpecReader.read(text);
  }

  /**
   * Reads a text without a zone.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}, or if the zone is none of a place
   */
  static ScheduleSpec parse(String text, ZoneId zone) {
    return SpecReader.read(text, zone);
  }

  /** So many times after this one. */
  default List<Instant> after(Instant time, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> next = after(time);
    while (next.isPresent() && times.size() < count) {
      times.add(next.get());
      next = after(next.get());
    }
    return times;
  }

  /** Whether a time has a fraction of a second, which no nominal time has. */
  static boolean hasFraction(Instant time) {
    return !time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }
}
