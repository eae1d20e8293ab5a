package dev.duly.schedule;

import dev.duly.job.Names;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields of a cron text (rule K1). For one text, once. */
final class CronReader {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final Pattern BEFORE_LAST = Pattern.compile("L-(\\d{1,2})");
  private static final Pattern WEEKDAY = Pattern.compile("(\\d{1,2})W");
  private static final Pattern LAST_DAY = Pattern.compile("([0-7]|[A-Z]{3})L");
  private static final Pattern NTH_DAY = Pattern.compile("([0-7]|[A-Z]{3})#(\\d+)");
  private static final int BEFORE_LAST_MAX = 30;

  private final String text;
  private final List<SpecReader.Word> fields;

  /**
   * What a field is, and which numbers and names it may have.
   *
   * @param last of all there are; a day of the week beyond it is the first again
   */
  private record Kind(String name, int min, int max, int last, List<String> names, int firstName) {
    static final Kind SECOND = new Kind("second", 0, 59, 59, List.of(), 0);
    static final Kind MINUTE = new Kind("minute", 0, 59, 59, List.of(), 0);
    static final Kind HOUR = new Kind("hour", 0, 23, 23, List.of(), 0);
    static final Kind DAY = new Kind("day of the month", 1, 31, 31, List.of(), 0);
    static final Kind MONTH = new Kind("month", 1, 12, 12, MONTHS, 1);
    static final Kind WEEKDAY = new Kind("day of the week", 0, 7, 6, DAYS, 0);

    String words() {
      return min
          + " to "
          + max
          + (names.isEmpty() ? "" : " or " + names.get(0) + " to " + names.get(names.size() - 1));
    }
  }

  /** A part of a field, between commas. */
  private record Part(String text, int at, Kind kind) {}

  CronReader(String text, List<SpecReader.Word> fields) {
    this.text = text;
    this.fields = fields;
  }

  CronTimes times() {
    int first = fields.size() - 5; // 1 with seconds
    BitSet seconds = new BitSet();
    if (first == 0) {
      seconds.set(0);
    } else {
      seconds = numbers(fields.get(0), Kind.SECOND);
    }
    SpecReader.Word hour = fields.get(first + 1);
    SpecReader.Word day = fields.get(first + 2);
    SpecReader.Word weekday = fields.get(first + 4);
    boolean either = !isOpen(day) && !isOpen(weekday);
    return new CronTimes(
        seconds,
        numbers(fields.get(first), Kind.MINUTE),
        numbers(hour, Kind.HOUR),
        numbers(fields.get(first + 3), Kind.MONTH),
        new CronDays(days(day), weekdays(weekday), either),
        !hour.text().contains("*") && !hour.text().contains("/"));
  }

  private static boolean isOpen(SpecReader.Word field) {
    return field.text().startsWith("*") || field.text().equals("?");
  }

  private List<Part> parts(SpecReader.Word field, Kind kind) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (String part : field.text().toUpperCase(Locale.ROOT).split(",", -1)) {
      if (part.isEmpty()) {
        throw trouble(field.at() + at, kind.name + " is missing between commas");
      }
      parts.add(new Part(part, field.at() + at, kind));
      at += part.length() + 1;
    }
    return parts;
  }

  private BitSet numbers(SpecReader.Word field, Kind kind) {
    BitSet numbers = new BitSet();
    parts(field, kind).forEach(part -> numbers.or(numbers(part)));
    return numbers;
  }

  /** {@code *}, {@code a}, {@code a-b}, each with {@code /step}; {@code a/step} goes to the end. */
  private BitSet numbers(Part part) {
    String whole = part.text;
    int slash = whole.indexOf('/');
    String range = slash < 0 ? whole : whole.substring(0, slash);
    int dash = range.indexOf('-');
    Kind kind = part.kind;
    int from;
    int to;
    if (range.equals("*")) {
      from = kind.min;
      to = kind.last;
    } else if (dash < 0) {
      from = number(part, range, 0);
      to = slash < 0 ? from : kind.last;
    } else {
      from = number(part, range.substring(0, dash), 0);
      to = number(part, range.substring(dash + 1), dash + 1);
      to = to < from && to == 0 ? kind.max : to; // SAT-SUN
    }
    if (from > to) {
      throw trouble(
          part.at,
          String.format(
              "the range %s is empty, since its end comes before its start: write %s-%d,%d-%s",
              range, range.substring(0, dash), kind.last, kind.min, range.substring(dash + 1)));
    }
    int step = slash < 0 ? 1 : step(part, whole.substring(slash + 1), slash + 1);
    BitSet numbers = new BitSet();
    for (int n = from; n <= to; n += step) {
      numbers.set(n > kind.last ? kind.min : n);
    }
    return numbers;
  }

  private int step(Part part, String step, int at) {
    int number = digits(step);
    if (number < 1 || number > part.kind.max) {
      throw trouble(
          part.at + at, "a step is 1 to " + part.kind.max + ", was " + quoted(part.at + at, step));
    }
    return number;
  }

  private int number(Part part, String word, int at) {
    Kind kind = part.kind;
    int name = kind.names.indexOf(word);
    int number = name >= 0 ? name + kind.firstName : digits(word);
    if (number < kind.min || number > kind.max) {
      throw trouble(
          part.at + at, kind.name + " must be " + kind.words() + ", was " + Names.quoted(word));
    }
    return number;
  }

  /** As it was typed, in its case. */
  private String quoted(int at, String word) {
    return Names.quoted(text.substring(at, at + word.length()));
  }

  /** -1 if it is no number. */
  private static int digits(String word) {
    return word.matches("\\d{1,4}") ? Integer.parseInt(word) : -1;
  }

  private List<Predicate<LocalDate>> days(SpecReader.Word field) {
    return parts(field, Kind.DAY).stream().map(part -> day(part, field)).toList();
  }

  private Predicate<LocalDate> day(Part part, SpecReader.Word field) {
    Matcher beforeLast = BEFORE_LAST.matcher(part.text);
    Matcher weekday = WEEKDAY.matcher(part.text);
    if (field.text().equals("?")) {
      return date -> true;
    } else if (part.text.equals("L")) {
      return CronDays.beforeLast(0);
    } else if (part.text.equals("LW")) {
      return CronDays::isLastWeekday;
    } else if (beforeLast.matches()) {
      int days = digits(beforeLast.group(1));
      if (days < 1 || days > BEFORE_LAST_MAX) {
        throw trouble(part.at + 2, "L- is followed by 1 to " + BEFORE_LAST_MAX + ", was " + days);
      }
      return CronDays.beforeLast(days);
    } else if (weekday.matches()) {
      return CronDays.nearestWeekday(number(part, weekday.group(1), 0));
    }
    BitSet numbers = numbers(part);
    return date -> numbers.get(date.getDayOfMonth());
  }

  private List<Predicate<LocalDate>> weekdays(SpecReader.Word field) {
    return parts(field, Kind.WEEKDAY).stream().map(part -> weekday(part, field)).toList();
  }

  private Predicate<LocalDate> weekday(Part part, SpecReader.Word field) {
    Matcher last = LAST_DAY.matcher(part.text);
    Matcher nth = NTH_DAY.matcher(part.text);
    if (field.text().equals("?")) {
      return date -> true;
    } else if (part.text.equals("L")) {
      throw trouble(part.at, "L needs the day before it: 5L or FRIL is the month's last Friday");
    } else if (last.matches()) {
      return CronDays.last(dayOfWeek(number(part, last.group(1), 0)));
    } else if (nth.matches()) {
      int n = digits(nth.group(2));
      if (n < 1 || n > 5) {
        throw trouble(part.at + nth.start(2), "# is followed by 1 to 5, was " + nth.group(2));
      }
      return CronDays.nth(dayOfWeek(number(part, nth.group(1), 0)), n);
    }
    BitSet numbers = numbers(part);
    return date -> numbers.get(date.getDayOfWeek().getValue() % 7);
  }

  private static DayOfWeek dayOfWeek(int number) {
    return DayOfWeek.of(number % 7 == 0 ? 7 : number);
  }

  private IllegalArgumentException trouble(int at, String why) {
    return SpecReader.trouble(text, at, why);
  }
}
