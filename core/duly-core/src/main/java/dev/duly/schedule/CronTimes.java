package dev.duly.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.Optional;

/**
 * The local times that fit a cron text, on a calendar without zones.
 *
 * @param isHourNamed whether the hour field has neither {@code *} nor {@code /}
 */
record CronTimes(
    BitSet seconds,
    BitSet minutes,
    BitSet hours,
    BitSet months,
    CronDays days,
    boolean isHourNamed) {

  /** The first that is not before this one, within {@link ScheduleSpec#YEARS_MAX} years. */
  Optional<LocalDateTime> from(LocalDateTime start) {
    LocalDate last = start.toLocalDate().plusYears(ScheduleSpec.YEARS_MAX);
    LocalDate date = start.toLocalDate();
    Optional<LocalTime> time = fits(date) ? timeFrom(start.toLocalTime()) : Optional.empty();
    while (time.isEmpty()) {
      date = nextDate(date);
      if (date.isAfter(last)) {
        return Optional.empty();
      }
      time = fits(date) ? timeFrom(LocalTime.MIDNIGHT) : Optional.empty();
    }
    return Optional.of(date.atTime(time.get()));
  }

  private boolean fits(LocalDate date) {
    return months.get(date.getMonthValue()) && days.fit(date);
  }

  /** The next day, or of a month that does not fit the first of the next. */
  private LocalDate nextDate(LocalDate date) {
    return months.get(date.getMonthValue())
        ? date.plusDays(1)
        : date.withDayOfMonth(1).plusMonths(1);
  }

  private Optional<LocalTime> timeFrom(LocalTime start) {
    int hour = hours.nextSetBit(start.getHour());
    if (hour == start.getHour()) {
      Optional<LocalTime> within = timeInHour(start);
      if (within.isPresent()) {
        return within;
      }
      hour = hours.nextSetBit(hour + 1);
    }
    return hour < 0
        ? Optional.empty()
        : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0)));
  }

  private Optional<LocalTime> timeInHour(LocalTime start) {
    int minute = minutes.nextSetBit(start.getMinute());
    int second = seconds.nextSetBit(minute == start.getMinute() ? start.getSecond() : 0);
    if (minute >= 0 && second < 0) {
      minute = minutes.nextSetBit(minute + 1);
      second = seconds.nextSetBit(0);
    }
    return minute < 0
        ? Optional.empty()
        : Optional.of(LocalTime.of(start.getHour(), minute, second));
  }
}
