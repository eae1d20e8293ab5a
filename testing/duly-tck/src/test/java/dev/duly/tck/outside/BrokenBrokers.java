package dev.duly.tck.outside;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.TurnResult;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import dev.duly.memory.InMemoryBackend;
import dev.duly.tck.BrokenLetters;
import dev.duly.tck.bench.Foreign;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults that brokers can have, each in front of a good one. */
final class BrokenBrokers {
  private BrokenBrokers() {}

  /** Makes something else of some settlements. */
  abstract static class Bending extends Broker {
    Bending(InMemoryBackend store) {
      super(store);
    }

    abstract Settlement bend(Settlement settlement);

    @Override
    TurnResult settle(Session session, List<Settlement> done, List<Demand> next) {
      return super.settle(session, done.stream().map(this::bend).toList(), next);
    }
  }

  /**
   * Acknowledges a message first and sends its copy after: a worker that vanishes in between takes
   * the job with it.
   */
  static final class AcknowledgesBeforeTheCopy extends Broker {
    private final List<JobRef> copying = new ArrayList<>();

    AcknowledgesBeforeTheCopy(InMemoryBackend store) {
      super(store);
    }

    @Override
    TurnResult settle(Session session, List<Settlement> done, List<Demand> next) {
      copying.clear(); // those of before have been sent meanwhile
      done.stream()
          .filter(s -> !(s instanceof Complete || s instanceof Cancel))
          .forEach(s -> copying.add(s.claim().job()));
      return super.settle(session, done, next);
    }

    @Override
    TurnResult claim(Session session, List<Demand> demands, Duration waitMax) {
      copying.clear();
      return super.claim(session, demands, waitMax);
    }

    @Override
    void vanished() {
      store().rooms().operator().orElseThrow().delete(copying, "broker");
    }
  }

  /** Takes a snooze for an end. */
  static final class ForgetsTheCopyOfASnooze extends Bending {
    ForgetsTheCopyOfASnooze(InMemoryBackend store) {
      super(store);
    }

    @Override
    Settlement bend(Settlement s) {
      return s instanceof Release r && r.why() == ReleaseReason.SNOOZED
          ? new Complete(r.claim(), r.run(), Optional.empty(), List.of())
          : s;
    }
  }

  /** Knows redelivery alone, which it counts. */
  static final class CountsAReleaseAsLost extends Broker {
    private final Map<JobId, Integer> released = new HashMap<>();

    CountsAReleaseAsLost(InMemoryBackend store) {
      super(store);
    }

    @Override
    TurnResult settle(Session session, List<Settlement> done, List<Demand> next) {
      done.stream()
          .filter(s -> s instanceof Release)
          .forEach(s -> released.merge(s.claim().job().id(), 1, Integer::sum));
      return super.settle(session, done, next);
    }

    @Override
    Claim handedOut(Claim claim) {
      int more = released.getOrDefault(claim.job().id(), 0);
      Streaks streaks = claim.job().streaks();
      return as(
          claim,
          claim.job().attempts() + more,
          new Streaks(streaks.lost() + more, streaks.released(), streaks.parked()));
    }
  }

  /** Hands a message out again as if nothing had been. */
  static final class NeverCountsALoss extends Broker {
    NeverCountsALoss(InMemoryBackend store) {
      super(store);
    }

    @Override
    Claim handedOut(Claim claim) {
      Streaks streaks = claim.job().streaks();
      return as(
          claim,
          claim.job().attempts() - streaks.lost(),
          new Streaks(0, streaks.released(), streaks.parked()));
    }
  }

  private static Claim as(Claim claim, int attempts, Streaks streaks) {
    Job job = claim.job().toBuilder().attempts(attempts).streaks(streaks).build();
    ClaimRef ref = ClaimRef.of(job, claim.ref().token(), claim.ref().claimedAt());
    return new Claim(ref, job, claim.pool(), claim.lease(), claim.cancelAsked(), claim.fence());
  }

  /** Has no delay queue. */
  static final class StartsEarly extends Bending {
    StartsEarly(InMemoryBackend store) {
      super(store);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      capabilities().requireAcceptable(jobs);
      return super.enqueue(jobs.stream().map(job -> job.withDue(Due.now())).toList());
    }

    @Override
    Settlement bend(Settlement s) {
      if (s instanceof Retry r) {
        return new Retry(r.claim(), r.run(), Duration.ZERO, r.failure());
      } else if (s instanceof Release r) {
        return new Release(r.claim(), r.run(), Duration.ZERO, r.why(), r.after(), r.detail());
      }
      return s;
    }
  }

  /** Takes a lower number for a higher priority. */
  static final class SwapsLevels extends Broker {
    SwapsLevels(InMemoryBackend store) {
      super(store);
    }

    private static List<Demand> swapped(List<Demand> demands) {
      List<Demand> swapped = new ArrayList<>();
      for (Demand demand : demands) {
        List<Priority> levels = new ArrayList<>(demand.levels());
        Collections.reverse(levels);
        swapped.add(new Demand(demand.pool(), demand.queues(), levels, demand.max()));
      }
      return swapped;
    }

    @Override
    TurnResult claim(Session session, List<Demand> demands, Duration waitMax) {
      return super.claim(session, swapped(demands), waitMax);
    }

    @Override
    TurnResult settle(Session session, List<Settlement> done, List<Demand> next) {
      return super.settle(session, done, swapped(next));
    }
  }

  /** Settles, and forgets what was to come then. */
  static final class LosesThen extends Bending {
    LosesThen(InMemoryBackend store) {
      super(store);
    }

    @Override
    Settlement bend(Settlement s) {
      if (s instanceof Complete c) {
        return new Complete(c.claim(), c.run(), c.result(), List.of());
      } else if (s instanceof Cancel c) {
        return new Cancel(c.claim(), c.run(), c.reason(), List.of());
      } else if (s instanceof DeadLetter d) {
        return new DeadLetter(d.claim(), d.run(), d.reason(), d.failure(), List.of());
      }
      return s;
    }
  }

  /** Puts a copy of a letter into its queue, and leaves the letter where it is. */
  static final class RequeuesWithoutRemoving extends Broker {
    private final List<JobRecord> left = new ArrayList<>();

    RequeuesWithoutRemoving(InMemoryBackend store) {
      super(store);
    }

    @Override
    DeadLetters letters() {
      return new BrokenLetters.Forwarding(super.letters()) {
        @Override
        public List<Acted> requeue(List<JobRef> letters, String who) {
          letters.forEach(letter -> super.find(letter).ifPresent(left::add));
          return super.requeue(letters, who);
        }

        @Override
        public JobPage list(JobQuery query) {
          JobPage page = super.list(query);
          List<JobRecord> all = new ArrayList<>(page.jobs());
          all.addAll(left);
          return new JobPage(all, page.next());
        }
      };
    }
  }

  /** Knows its own messages alone. */
  static final class DropsForeignMessages extends Broker {
    DropsForeignMessages(InMemoryBackend store) {
      super(store);
    }

    @Override
    void publish(Foreign message) {
      if (message.type().isPresent()) {
        super.publish(message);
      }
    }
  }

  /** Fetches ahead all there is, whatever is asked for. */
  static final class Hoards extends Broker {
    private static final int AHEAD = 1_000;
    private final Map<Session, Deque<Claim>> hoards = new HashMap<>();

    Hoards(InMemoryBackend store) {
      super(store);
    }

    @Override
    synchronized TurnResult claim(Session session, List<Demand> demands, Duration waitMax) {
      Deque<Claim> hoard = hoards.computeIfAbsent(session, s -> new ArrayDeque<>());
      List<Demand> more = demands.stream().map(d -> d.withMax(d.max() > 0 ? AHEAD : 0)).toList();
      hoard.addAll(super.claim(session, more, Duration.ZERO).claims());
      List<Claim> claims = new ArrayList<>();
      for (Demand demand : demands) {
        for (int i = 0; i < demand.max(); i++) {
          hoard.stream()
              .filter(claim -> claim.pool().equals(demand.pool()))
              .findFirst()
              .ifPresent(
                  claim -> {
                    hoard.remove(claim);
                    claims.add(claim);
                  });
        }
      }
      return claims.isEmpty()
          ? super.claim(session, demands, waitMax)
          : new TurnResult(List.of(), claims);
    }
  }
}
