package dev.duly.cli.job;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Meter;
import dev.duly.cli.command.CommandFailure;
import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.limit.Limit;
import dev.duly.limit.Limit.Target;
import dev.duly.limit.Rate;
import dev.duly.monitor.Ago;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Limits for people and as JSON. */
public final class LimitText {
  public static final List<String> HEADER =
      List.of("QUEUE", "KEY", "RATE", "PLACES", "RUNNING", "OPENS", "");

  private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/(.+)");

  private LimitText() {}

  /**
   * A limit as a person wrote it.
   *
   * @param rate {@code 10/1s}; null: none
   * @throws CommandFailure that names everything that is wrong
   */
  public static Limit parse(
      Target target, @Nullable String rate, @Nullable Integer burst, @Nullable Integer places) {
    Limit limit = new Limit(target, Optional.empty(), OptionalInt.empty());
    List<String> problems = new ArrayList<>();
    if (rate != null) {
      limit = withRate(limit, rate, problems);
    }
    if (burst != null) {
      if (rate == null) {
        problems.add("--burst is of a rate: say --rate too");
      } else if (limit.rate().isPresent()) {
        limit = limit.burst(burst);
      }
    }
    if (places != null) {
      limit = limit.places(places);
    }
    if (limit.rate().isEmpty() && rate != null) {
      limit = limit.rate(1, Duration.ofSeconds(1)); // told already
    }
    try {
      limit.requireValid();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      throw CommandFailure.usage(String.join("; ", problems));
    }
    return limit;
  }

  private static Limit withRate(Limit limit, String text, List<String> problems) {
    Matcher rate = RATE.matcher(text);
    try {
      if (rate.matches()) {
        return limit.rate(Integer.parseInt(rate.group(1)), DurationText.parse(rate.group(2)));
      }
      problems.add("--rate " + Names.quoted(text) + " is no rate: write 10/1s or 600/1m");
    } catch (IllegalArgumentException e) {
      problems.add("--rate " + e.getMessage());
    }
    return limit;
  }

  /**
   * A line of the list.
   *
   * @param key empty: of the queue as a whole
   * @param limit empty: a handler holds the key or the queue
   * @param meter empty: a limit with a star, of which each key that is used has a line
   */
  public record Line(
      String queue,
      Optional<String> key,
      Optional<Limit> limit,
      Optional<Meter> meter,
      boolean isDeclared) {

    public List<String> row(Instant now) {
      Optional<Rate> rate = limit.flatMap(Limit::rate);
      return List.of(
          queue,
          key.orElse("-"),
          rate.map(Rate::toString).orElse("-"),
          limit.isPresent() && limit.get().places().isPresent()
              ? Integer.toString(limit.get().places().getAsInt())
              : "-",
          meter.map(of -> Integer.toString(of.running())).orElse("-"),
          meter.flatMap(Meter::opensAt).map(at -> Ago.of(Optional.of(at), now)).orElse("-"),
          remark());
    }

    private String remark() {
      if (limit.isEmpty()) {
        return "held by a handler";
      }
      return isDeclared ? "declared by code" : "";
    }

    public Map<String, Object> json() {
      Map<String, Object> json =
          limit.map(LimitText::json).orElseGet(() -> LimitText.json(new Target(queue, key)));
      json.put("key", key.orElse(null));
      json.put("declared", isDeclared);
      json.put("running", meter.map(Meter::running).orElse(null));
      json.put("opens_at", meter.flatMap(Meter::opensAt).map(Instant::toString).orElse(null));
      return json;
    }
  }

  /** What there is of a queue: its own limit first, then by key. */
  public static List<Line> lines(String queue, List<LimitRecord> limits, List<Meter> meters) {
    List<Line> lines = new ArrayList<>();
    for (LimitRecord one : limits) {
      Target target = one.limit().target();
      if (target.queue().equals(queue) && target.isPrefix()) {
        boolean isDeclared = one.declared().isPresent();
        lines.add(
            new Line(queue, target.key(), Optional.of(one.limit()), Optional.empty(), isDeclared));
      }
    }
    for (Meter meter : meters) {
      Target exact = new Target(queue, meter.key());
      boolean isDeclared =
          limits.stream()
              .anyMatch(one -> one.limit().target().equals(exact) && one.declared().isPresent());
      lines.add(new Line(queue, meter.key(), meter.limit(), Optional.of(meter), isDeclared));
    }
    lines.sort((a, b) -> a.key().orElse("").compareTo(b.key().orElse("")));
    return lines;
  }

  /** Shape: queue, key, starts, period, burst, places; null: none. */
  public static Map<String, Object> json(Limit limit) {
    Map<String, Object> json = json(limit.target());
    json.put("starts", limit.rate().map(Rate::starts).orElse(null));
    json.put("period", limit.rate().map(rate -> DurationText.shown(rate.period())).orElse(null));
    json.put("burst", limit.rate().map(Rate::burst).orElse(null));
    json.put("places", limit.places().isPresent() ? limit.places().getAsInt() : null);
    return json;
  }

  /** Shape: queue, key; null: the queue as a whole. */
  public static Map<String, Object> json(Target target) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("queue", target.queue());
    json.put("key", target.key().orElse(null));
    return json;
  }
}
