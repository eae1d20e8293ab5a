package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.limit.Meter;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with limits and groups. */
final class BrokenLimits {
  private static final String WHO = "fault";

  private BrokenLimits() {}

  private static Limits limitsOf(Backend good) {
    return good.rooms().limits().orElseThrow();
  }

  /** Counts in each worker by itself. */
  static final class GrantsPerWorker extends BrokenBackend {
    private final Limits limits;
    private Optional<Session> latest = Optional.empty();

    GrantsPerWorker(Backend good) {
      super(good);
      this.limits = limitsOf(good);
    }

    @Override
    TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
      if (latest.filter(session -> session != good).isPresent()) {
        for (LimitRecord kept : limits.list()) { // what ran before a limit was set does not count
          limits.remove(kept.limit().target(), WHO);
          limits.set(kept.limit(), WHO);
        }
      }
      latest = Optional.of(good);
      return super.claim(good, demands, waitMax);
    }
  }

  /** A place is given back by a settlement, and by nothing else. */
  static final class LeaksAPlace extends BrokenBackend {
    private final Limits limits;
    private final Map<Claim, Session> held = new HashMap<>();

    LeaksAPlace(Backend good) {
      super(good);
      this.limits = limitsOf(good);
    }

    @Override
    TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
      if (!limits.list().isEmpty()) {
        held.forEach((claim, session) -> session.extend(List.of(new Extension(claim))));
      }
      TurnResult turn = super.claim(good, demands, waitMax);
      turn.claims().forEach(claim -> held.put(claim, good));
      return turn;
    }

    @Override
    TurnResult settle(Session good, List<Settlement> done, List<Demand> next) {
      held.keySet().removeIf(c -> done.stream().anyMatch(s -> s.claim().equals(c.ref())));
      return super.settle(good, done, next);
    }
  }

  /** A settlement gives a place back, whether its claim still had one or not. */
  static final class FreesTwice extends BrokenBackend {
    private final Limits limits;

    FreesTwice(Backend good) {
      super(good);
      this.limits = limitsOf(good);
    }

    @Override
    TurnResult settle(Session good, List<Settlement> done, List<Demand> next) {
      TurnResult turn = super.settle(good, done, next);
      if (turn.outcomes().stream().anyMatch(outcome -> outcome != Outcome.APPLIED)) {
        limits.list().stream()
            .map(LimitRecord::limit)
            .filter(limit -> limit.places().isPresent())
            .forEach(limit -> limits.set(limit.places(limit.places().getAsInt() + 1), WHO));
      }
      return turn;
    }
  }

  /** Waits for the job in front, though its limit is used up. */
  static final class HoldsUpTheQueue extends BrokenBackend {
    private final Backend good;

    HoldsUpTheQueue(Backend good) {
      super(good);
      this.good = good;
    }

    @Override
    TurnResult claim(Session by, List<Demand> demands, Duration waitMax) {
      boolean isHeldUp =
          demands.stream()
              .flatMap(demand -> demand.queues().stream())
              .flatMap(queue -> limitsOf(good).meters(queue).stream())
              .anyMatch(this::isInFront);
      return isHeldUp ? new TurnResult(List.of(), List.of()) : super.claim(by, demands, waitMax);
    }

    private boolean isInFront(Meter meter) {
      boolean isFull =
          meter.limit().stream()
              .flatMapToInt(limit -> limit.places().stream())
              .anyMatch(places -> places <= meter.running());
      return meter.key().isPresent()
          && (isFull || meter.opensAt().isPresent())
          && good.rooms().inspector().orElseThrow().list(JobQuery.all(10)).jobs().stream()
              .filter(row -> row.state() == JobState.WAITING)
              .anyMatch(row -> row.job().labels().groupKey().equals(meter.key()));
    }
  }

  /** Knows no turns: what was due first comes first. */
  static final class OldestFirst extends BrokenBackend {
    OldestFirst(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      return super.enqueue(jobs.stream().map(job -> job.withLabels(Labels.NONE)).toList());
    }
  }
}
