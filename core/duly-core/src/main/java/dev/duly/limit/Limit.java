package dev.duly.limit;

import dev.duly.job.DurationText;
import dev.duly.job.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limit of a queue or of a key in it, across all workers: how often jobs may start, how many may
 * run at a time, or both.
 *
 * <pre>{@code
 * Limit.queue("mail").rate(100, Duration.ofSeconds(1))
 * Limit.key("mail", "tenant:*").places(2).rate(600, Duration.ofMinutes(1)).burst(50)
 * }</pre>
 *
 * What is wrong with one is told by {@link #requireValid}, all of it at once. An immutable value.
 *
 * @param places how many may run at a time, 0 to 10,000; 0 closes what is limited
 */
public record Limit(Target target, Optional<Rate> rate, OptionalInt places) {
  private static final int PLACES_MAX = 10_000;

  /**
   * What is limited.
   *
   * @param key a group key, exactly; with a star at its end each key that begins so, every one of
   *     them by itself; empty: all jobs of the queue together
   */
  public record Target(String queue, Optional<String> key) {
    private static final String STAR = "*";

    /** Whether it is of each key that begins alike. */
    public boolean isPrefix() {
      return key.isPresent() && key.get().endsWith(STAR);
    }

    /** Whether jobs of this key are limited by it. */
    public boolean covers(String groupKey) {
      return isPrefix()
          ? groupKey.startsWith(key.get().substring(0, key.get().length() - 1))
          : key.isPresent() && key.get().equals(groupKey);
    }

    private List<String> problems() {
      List<String> problems = new ArrayList<>();
      Names.problemWithQueue(queue).ifPresent(problems::add);
      key.map(name -> isPrefix() ? name.substring(0, name.length() - 1) + "-" : name)
          .flatMap(GroupKey::problemWith)
          .ifPresent(problems::add);
      return problems;
    }

    /** As {@code mail}, or {@code mail key tenant:*}. */
    @Override
    public String toString() {
      return queue + key.map(name -> " key " + name).orElse("");
    }
  }

  /** Of all jobs of a queue together; it limits nothing yet. */
  public static Limit queue(String queue) {
    return new Limit(new Target(queue, Optional.empty()), Optional.empty(), OptionalInt.empty());
  }

  /**
   * Of the jobs of a queue that have this group key; it limits nothing yet.
   *
   * @param key with a star at its end for each key that begins so, every one of them by itself
   */
  public static Limit key(String queue, String key) {
    return new Limit(new Target(queue, Optional.of(key)), Optional.empty(), OptionalInt.empty());
  }

  /**
   * So many starts in each period, 1 to 1,000,000 in 1 ms to 1 day, across all workers. Of them as
   * many as 100 ms bring may come at once, one at least; {@link #burst} says otherwise.
   */
  public Limit rate(int starts, Duration period) {
    return new Limit(target, Optional.of(Rate.of(starts, period)), places);
  }

  /**
   * So many starts of the rate may come at once, after a time without any; 1 to 100,000.
   *
   * @throws IllegalStateException if there is no rate yet
   */
  public Limit burst(int burst) {
    Rate of =
        rate.orElseThrow(() -> new IllegalStateException("a burst is of a rate: say that first"));
    return new Limit(target, Optional.of(new Rate(of.starts(), of.period(), burst)), places);
  }

  /** So many may run at a time, 0 to 10,000; 0 closes what is limited. */
  public Limit places(int places) {
    return new Limit(target, rate, OptionalInt.of(places));
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException that names everything that is wrong
   */
  public Limit requireValid() {
    List<String> problems = target.problems();
    if (rate.isEmpty() && places.isEmpty()) {
      problems.add("a limit must have a rate, or places, or both");
    }
    rate.ifPresent(of -> problems.addAll(of.problems()));
    if (places.isPresent() && (places.getAsInt() < 0 || places.getAsInt() > PLACES_MAX)) {
      problems.add("places must be between 0 and 10,000, was " + places.getAsInt());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("limit of " + target + ": " + String.join("; ", problems));
    }
    return this;
  }

  static String text(Duration time) {
    return DurationText.shown(time);
  }

  /** As {@code mail key tenant:*: 600/1m burst 50, 2 places}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    rate.ifPresent(of -> parts.add(of.toString()));
    places.ifPresent(n -> parts.add(n + (n == 1 ? " place" : " places")));
    return target + ": " + String.join(", ", parts);
  }
}
