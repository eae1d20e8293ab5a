package dev.duly.monitor;

import dev.duly.backend.room.Histogram;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as people read them, in a width that holds still. */
public final class Units {
  private static final String SPARKS = "▁▂▃▄▅▆▇█";

  private Units() {}

  /** {@code 1,234}, {@code 98.7k}, {@code 1.2M}: six characters at most. */
  public static String count(long n) {
    if (n < 10_000) {
      return String.format(Locale.ROOT, "%,d", n);
    }
    return n < 1_000_000
        ? String.format(Locale.ROOT, "%.1fk", Math.floor(n / 100.0) / 10)
        : String.format(Locale.ROOT, "%.1fM", Math.floor(n / 100_000.0) / 10);
  }

  /** The same; a dash if it is not known. */
  public static String count(OptionalLong n) {
    return n.isPresent() ? count(n.getAsLong()) : "–";
  }

  /**
   * How many times it has run of how often it may: {@code 1/5}. The run that completed it, or that
   * is on its way, is one of them, though no failure.
   */
  public static String runs(JobRecord job) {
    boolean one = job.state() == JobState.COMPLETED || job.state() == JobState.RUNNING;
    return (job.job().attempts() + (one ? 1 : 0)) + "/" + job.job().maxAttempts();
  }

  /** {@code 0.4/s}, {@code 132/s}, {@code 45.0k/s}; a dash while it is not known. */
  public static String rate(double perSecond) {
    if (Double.isNaN(perSecond)) {
      return "–/s";
    }
    return perSecond < 100
        ? String.format(Locale.ROOT, "%.1f/s", perSecond)
        : count(Math.round(perSecond)) + "/s";
  }

  /** {@code 0.35 ms}, {@code 12 ms}, {@code 1.5 s}, {@code 3m}, {@code 5h}, {@code 2d}. */
  public static String time(Duration d) {
    double millis = d.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, millis < 1 ? "%.2f ms" : "%.1f ms", millis);
    } else if (millis < 1_000) {
      return Math.round(millis) + " ms";
    } else if (millis < 120_000) {
      return String.format(Locale.ROOT, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1_000);
    } else if (d.toMinutes() < 120) {
      return d.toMinutes() + "m";
    }
    return d.toHours() < 48 ? d.toHours() + "h" : d.toDays() + "d";
  }

  /** The time that this share of attempts kept to; a dash if there were none. */
  public static String percentile(Histogram times, double share) {
    return times.count() == 0 ? "–" : time(times.percentile(share));
  }

  /** A bar for each number, as high as it is beside the highest. */
  public static String sparks(List<Long> numbers) {
    long max = Math.max(1, numbers.stream().mapToLong(Long::longValue).max().orElse(1));
    StringBuilder text = new StringBuilder();
    numbers.forEach(n -> text.append(SPARKS.charAt((int) (n * (SPARKS.length() - 1) / max))));
    return text.toString();
  }

  /** The text in this width: cut with an ellipsis, or filled with spaces on the right. */
  public static String left(String text, int width) {
    int length = text.codePointCount(0, text.length());
    return length > width
        ? text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…"
        : text + " ".repeat(width - length);
  }

  /** The text in this width, filled with spaces on the left. */
  public static String right(String text, int width) {
    int length = text.codePointCount(0, text.length());
    return length > width ? left(text, width) : " ".repeat(width - length) + text;
  }
}
