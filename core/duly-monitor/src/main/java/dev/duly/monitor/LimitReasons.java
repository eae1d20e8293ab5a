package dev.duly.monitor;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.limit.Meter;
import dev.duly.job.JobRecord;
import dev.duly.limit.Limit;
import dev.duly.limit.Limit.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which limits keep a waiting job from starting now. */
public final class LimitReasons {
  private LimitReasons() {}

  /** A sentence for each; empty if none does, or if the backend keeps no limits. */
  public static List<String> of(JobRecord job, Optional<Limits> room, Instant now) {
    if (room.isEmpty()) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    String queue = job.job().queue();
    Optional<String> group = job.job().labels().groupKey();
    List<Meter> meters = room.get().meters(queue);
    for (Meter meter : meters) {
      if (meter.key().isEmpty() || meter.key().equals(group)) {
        closed(name(queue, meter.key()), meter, now).ifPresent(reasons::add);
      }
    }
    group
        .filter(key -> meters.stream().noneMatch(meter -> meter.key().equals(group)))
        .flatMap(key -> closedByStar(key, queue, room.get().list()))
        .ifPresent(reasons::add);
    return reasons;
  }

  private static String name(String queue, Optional<String> key) {
    return key.map(name -> "its key " + name).orElse("its queue " + queue);
  }

  private static Optional<String> closed(String name, Meter meter, Instant now) {
    if (meter.limit().isEmpty()) {
      return meter
          .opensAt()
          .map(at -> name + " is held by a handler that was told to slow down, until " + at);
    }
    Limit limit = meter.limit().get();
    if (limit.places().isPresent() && meter.running() >= limit.places().getAsInt()) {
      int places = limit.places().getAsInt();
      return Optional.of(
          places == 0
              ? name + " is closed: its limit has 0 places"
              : name + " has " + meter.running() + " of " + places + " places in use");
    }
    return meter
        .opensAt()
        .filter(at -> at.isAfter(now))
        .map(at -> name + " has used its rate, and opens " + Ago.of(at, now));
  }

  /** A limit with a star has no meter for a key of which nothing ever started. */
  private static Optional<String> closedByStar(String key, String queue, List<LimitRecord> limits) {
    return limits.stream()
        .map(LimitRecord::limit)
        .filter(limit -> limit.target().queue().equals(queue) && covers(limit.target(), key))
        .max((a, b) -> Integer.compare(rank(a, key), rank(b, key)))
        .filter(limit -> limit.places().isPresent() && limit.places().getAsInt() == 0)
        .map(
            limit ->
                "its key " + key + " is closed: the limit of " + limit.target() + " has 0 places");
  }

  private static boolean covers(Target target, String key) {
    return target.key().isPresent() && target.covers(key);
  }

  /** The exact one comes before the longest with a star (rule L5). */
  private static int rank(Limit limit, String key) {
    String of = limit.target().key().orElse("");
    return of.equals(key) ? Integer.MAX_VALUE : of.length();
  }
}
