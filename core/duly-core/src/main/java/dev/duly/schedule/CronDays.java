package dev.duly.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * The days that fit the two day fields of a cron text. Where both are restricted, either is enough;
 * a field that begins with {@code *} is not restricted, and both must fit.
 */
record CronDays(
    List<Predicate<LocalDate>> ofMonth, List<Predicate<LocalDate>> ofWeek, boolean either) {
  boolean fit(LocalDate date) {
    boolean month = anyFits(ofMonth, date);
    boolean week = anyFits(ofWeek, date);
    return either ? month || week : month && week;
  }

  private static boolean anyFits(List<Predicate<LocalDate>> days, LocalDate date) {
    return days.stream().anyMatch(day -> day.test(date));
  }

  /** {@code L-n}: so many days before the last of the month; none where it is shorter. */
  static Predicate<LocalDate> beforeLast(int days) {
    return date -> date.getDayOfMonth() == date.lengthOfMonth() - days;
  }

  /** {@code LW}: the last of Monday to Friday of the month. */
  static boolean isLastWeekday(LocalDate date) {
    return date.equals(nearestWeekday(date.withDayOfMonth(date.lengthOfMonth())));
  }

  /** {@code 15W}: of Monday to Friday the nearest to that day in its month. */
  static Predicate<LocalDate> nearestWeekday(int day) {
    return date ->
        day <= date.lengthOfMonth() && date.equals(nearestWeekday(date.withDayOfMonth(day)));
  }

  private static LocalDate nearestWeekday(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
      case SUNDAY ->
          day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
      default -> day;
    };
  }

  /** {@code 5L}: the last of its month. */
  static Predicate<LocalDate> last(DayOfWeek day) {
    return date -> date.getDayOfWeek() == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
  }

  /** {@code 2#1}: the nth of its month. */
  static Predicate<LocalDate> nth(DayOfWeek day, int n) {
    return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() + 6) / 7 == n;
  }
}
