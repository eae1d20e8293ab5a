package dev.duly.job;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms 30s 2m 1h 7d}, and sums such as {@code 1m30s}. */
public final class DurationText {
  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,12}(ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if it is not written like that, or is longer than 100 years
   */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Names.quoted(text) + " is not a duration: write 500ms, 30s, 2m, 1h, 7d or 1m30s");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(Names.quoted(text) + " is longer than 100 years");
    }
    return sum;
  }

  /** The shortest text that parses to the same duration, to the millisecond. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    millis = add(text, millis, 86_400_000, "d");
    millis = add(text, millis, 3_600_000, "h");
    millis = add(text, millis, 60_000, "m");
    millis = add(text, millis, 1_000, "s");
    add(text, millis, 1, "ms");
    return text.toString();
  }

  /**
   * The same where people read it, also of a duration that has no such text: then as in ISO 8601.
   */
  public static String shown(Duration duration) {
    boolean hasText = !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
    return hasText ? of(duration) : duration.toString();
  }

  private static long add(StringBuilder text, long millis, long unit, String name) {
    if (millis >= unit) {
      text.append(millis / unit).append(name);
    }
    return millis % unit;
  }

  private static Duration of(long n, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofSeconds(Math.multiplyExact(n, 60L));
      case "h" -> Duration.ofSeconds(Math.multiplyExact(n, 3_600L));
      default -> Duration.ofSeconds(Math.multiplyExact(n, 86_400L));
    };
  }
}
