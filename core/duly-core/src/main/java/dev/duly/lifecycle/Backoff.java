package dev.duly.lifecycle;

import dev.duly.job.DurationText;
import dev.duly.job.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How long to wait after the n-th failure: data with a text form that is stamped on each job (rule
 * R3), so that a worker in any language waits the same.
 *
 * <pre>
 *   10s 30s 2m 10m ±20%     these delays, the last one again and again, each spread by a fifth
 *   10s x2 max 1h full      doubling from 10 s to an hour, spread over everything from nothing
 * </pre>
 *
 * @param factor 1 for a schedule; else each delay is the one before times this
 * @param max the longest delay
 */
public record Backoff(List<Duration> delays, double factor, Duration max, Jitter jitter) {
  private static final int DELAYS_MAX = 100;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Checks the limits: 1 to 100 delays, none negative or over 100 years, a factor of 1 to 100.
   *
   * @throws IllegalArgumentException naming each value and its limit
   */
  public Backoff {
    delays = List.copyOf(delays);
    List<String> problems = new ArrayList<>();
    if (delays.isEmpty() || delays.size() > DELAYS_MAX) {
      problems.add("a retry policy has 1 to " + DELAYS_MAX + " delays, was " + delays.size());
    }
    if (delays.stream().anyMatch(Duration::isNegative)) {
      problems.add("a delay must not be negative, was " + delays);
    }
    if (delays.stream().anyMatch(delay -> delay.compareTo(LONGEST) > 0)
        || max.compareTo(LONGEST) > 0) {
      problems.add(
          "a delay must be at most " + LONGEST.toDays() + " days, was " + delays + ", max " + max);
    }
    if (!(factor >= 1 && factor <= 100)) {
      problems.add("the factor must be 1 to 100, was " + factor);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** These delays, the last one again and again. */
  public static Backoff schedule(List<Duration> delays, Jitter jitter) {
    Duration longest = delays.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    return new Backoff(delays, 1, longest, jitter);
  }

  /**
   * How long to wait, to the millisecond.
   *
   * @param failures so far, from 1
   * @param random 0 inclusive to 1 exclusive
   */
  public Duration after(int failures, double random) {
    return jitter.spread(nominal(failures), random);
  }

  private Duration nominal(int failures) {
    Duration scheduled = delays.get(Math.min(failures, delays.size()) - 1);
    if (factor == 1) {
      return scheduled;
    }
    double grown = scheduled.toMillis() * Math.pow(factor, failures - 1.0);
    return grown < max.toMillis() ? Duration.ofMillis((long) grown) : max;
  }

  /** The same delays, spread like this. */
  public Backoff with(Jitter jitter) {
    return new Backoff(delays, factor, max, jitter);
  }

  /** The text form, which {@link #parse} reads. */
  public String text() {
    String listed = delays.stream().map(DurationText::of).collect(Collectors.joining(" "));
    return factor == 1
        ? listed + jitter.text()
        : listed + " x" + number(factor) + " max " + DurationText.of(max) + jitter.text();
  }

  private static String number(double factor) {
    return factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static Backoff parse(String text) {
    List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
    Jitter jitter = jitter(words);
    try {
      if (words.size() == 4 && words.get(1).startsWith("x") && words.get(2).equals("max")) {
        return new Backoff(
            List.of(DurationText.parse(words.get(0))),
            Double.parseDouble(words.get(1).substring(1)),
            DurationText.parse(words.get(3)),
            jitter);
      }
      return schedule(words.stream().map(DurationText::parse).toList(), jitter);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "retry must be like \"10s 30s 2m ±20%\" or \"10s x2 max 1h full\", was "
              + Names.quoted(text)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Jitter jitter(List<String> words) {
    String last = words.get(words.size() - 1);
    if (last.equals("full")) {
      words.remove(words.size() - 1);
      return Jitter.FULL;
    }
    if (last.matches("±[0-9]{1,2}%|±100%")) {
      words.remove(words.size() - 1);
      return Jitter.plusMinus(Integer.parseInt(last.substring(1, last.length() - 1)));
    }
    return Jitter.NONE;
  }
}
