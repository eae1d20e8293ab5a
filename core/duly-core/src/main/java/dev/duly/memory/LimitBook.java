package dev.duly.memory;

import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Meter;
import dev.duly.limit.Limit;
import dev.duly.limit.Limit.Target;
import dev.duly.limit.Rate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The limits, what is taken of them, and what is held by handlers (rules L1 to L5). Guarded by the
 * store's lock.
 */
final class LimitBook {
  private static final Comparator<Target> BY_TARGET =
      Comparator.comparing(Target::queue).thenComparing(target -> target.key().orElse(""));

  private final Groups groups;
  private final NavigableMap<Target, Kept> limits = new TreeMap<>(BY_TARGET);
  private final Map<Place, Instant> held = new HashMap<>();

  /** A queue as a whole, or a key in it. */
  record Place(String queue, Optional<String> key) {}

  /** A limit, and what is taken of it: by its queue, or by each key that it covers. */
  private static final class Kept {
    private Limit limit;
    private Optional<String> declared = Optional.empty();
    private final Map<Optional<String>, Usage> usages = new TreeMap<>(BY_KEY);

    Kept(Limit limit) {
      this.limit = limit;
    }
  }

  private static final Comparator<Optional<String>> BY_KEY =
      Comparator.comparing(key -> key.orElse(""));

  /** What is taken of a limit. Jobs that run under it know it. */
  static final class Usage {
    private final Kept of;
    private long until; // of its rate, in microseconds

    private Usage(Kept of) {
      this.of = of;
    }

    private Optional<Rate> rate() {
      return of.limit.rate();
    }

    void take(Instant now) {
      rate().ifPresent(rate -> until = rate.taken(until, micros(now), 1));
    }

    void giveBack() {
      rate().ifPresent(rate -> until = rate.givenBack(until, 1));
    }
  }

  LimitBook(Groups groups) {
    this.groups = groups;
  }

  void set(Limit limit) {
    keptFor(limit).limit = limit;
  }

  private Kept keptFor(Limit limit) {
    groups.gate(limit.target().queue());
    return limits.computeIfAbsent(limit.target(), target -> new Kept(limit));
  }

  /** Whether it differs from what was declared of its target last. */
  boolean declare(Limit limit) {
    Kept kept = limits.get(limit.target());
    Optional<String> declared = Optional.of(limit.toString());
    if (kept != null && kept.declared.equals(declared)) {
      return false;
    }
    keptFor(limit).limit = limit;
    keptFor(limit).declared = declared;
    return true;
  }

  boolean remove(Target target) {
    return limits.remove(target) != null;
  }

  List<LimitRecord> list() {
    return limits.values().stream()
        .map(kept -> new LimitRecord(kept.limit, kept.declared))
        .toList();
  }

  /** A handler may have said that nothing of its key or queue is to start until its job is due. */
  void holdIfAsked(StoredJob job, Settlement.Release release) {
    if (release.why() == ReleaseReason.RATE_LIMITED) {
      Place place = new Place(job.asked.queue(), job.asked.labels().groupKey());
      groups.gate(place.queue());
      held.merge(place, job.due, (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  /**
   * What is used of each limit of a queue, of each of the keys that one with a star covers while
   * any of it is used, and of what is held.
   */
  List<Meter> meters(String queue, List<StoredJob> running, Instant now) {
    Set<Place> places = new TreeSet<>(Comparator.comparing(place -> place.key().orElse("")));
    for (Kept kept : limits.values()) {
      if (kept.limit.target().queue().equals(queue)) {
        kept.usages.keySet().forEach(key -> places.add(new Place(queue, key)));
        if (!kept.limit.target().isPrefix()) {
          places.add(new Place(queue, kept.limit.target().key()));
        }
      }
    }
    held.forEach(
        (place, until) -> {
          if (place.queue().equals(queue) && until.isAfter(now)) {
            places.add(place);
          }
        });
    return places.stream()
        .map(place -> meter(place, running, now))
        .filter(
            meter ->
                limits.containsKey(new Target(queue, meter.key()))
                    || meter.running() > 0
                    || meter.opensAt().isPresent())
        .toList();
  }

  private Meter meter(Place place, List<StoredJob> running, Instant now) {
    int holders = holders(place, running.stream());
    return new Meter(place.queue(), place.key(), limit(place), holders, opensAt(place, now));
  }

  /** How many of these jobs were claimed under its limit. */
  int holders(Place place, Stream<StoredJob> running) {
    return usage(place)
        .map(usage -> (int) running.filter(job -> job.holds(usage)).count())
        .orElse(0);
  }

  /** What holds for it now: of several limits of a key the exact one, else the longest. */
  Optional<Limit> limit(Place place) {
    return kept(place).map(kept -> kept.limit);
  }

  Optional<Usage> usage(Place place) {
    return kept(place)
        .map(kept -> kept.usages.computeIfAbsent(place.key(), key -> new Usage(kept)));
  }

  private Optional<Kept> kept(Place place) {
    Kept exact = limits.get(new Target(place.queue(), place.key()));
    if (exact != null || place.key().isEmpty()) {
      return Optional.ofNullable(exact);
    }
    return limits.values().stream()
        .filter(kept -> kept.limit.target().queue().equals(place.queue()))
        .filter(kept -> kept.limit.target().isPrefix())
        .filter(kept -> kept.limit.target().covers(place.key().get()))
        .max(Comparator.comparing(kept -> kept.limit.target().key().orElse("").length()));
  }

  /**
   * How many may start now.
   *
   * @param holders jobs that hold a place of the limit
   */
  long room(Place place, long holders, Instant now) {
    if (held.getOrDefault(place, Instant.MIN).isAfter(now)) {
      return 0;
    }
    Optional<Usage> usage = usage(place);
    if (usage.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Limit limit = usage.get().of.limit;
    long places =
        limit.places().isPresent()
            ? Math.max(0, limit.places().getAsInt() - holders)
            : Long.MAX_VALUE;
    return Math.min(
        places,
        limit.rate().map(rate -> rate.room(usage.get().until, micros(now))).orElse(Long.MAX_VALUE));
  }

  /** When time alone lets the next one start; empty: now. */
  Optional<Instant> opensAt(Place place, Instant now) {
    Instant opens = held.getOrDefault(place, Instant.MIN);
    Optional<Instant> byRate =
        usage(place)
            .flatMap(of -> of.rate().map(rate -> rate.opensAt(of.until)))
            .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    Instant latest = byRate.filter(at -> at.isAfter(opens)).orElse(opens);
    return Optional.of(latest).filter(at -> at.isAfter(now));
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}
