package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A good backend with one fault in front of it. The faults are the classes below. */
abstract class BrokenBackend implements Backend {
  private final Backend good;

  BrokenBackend(Backend good) {
    this.good = good;
  }

  @Override
  public Capabilities capabilities() {
    return good.capabilities();
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    return good.enqueue(jobs);
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new BrokenSession(good.open(info, onChange));
  }

  @Override
  public Rooms rooms() {
    return good.rooms();
  }

  @Override
  public void close() {
    good.close();
  }

  /** What the fault makes of a settlement before it is sent. */
  Settlement bend(Settlement settlement) {
    return settlement;
  }

  /** What the fault makes of the claims before they are handed out. */
  List<Claim> bend(List<Claim> claims) {
    return claims;
  }

  TurnResult settle(Session good, List<Settlement> done, List<Demand> next) {
    return good.settle(done.stream().map(this::bend).toList(), next);
  }

  TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
    return good.claim(demands, waitMax);
  }

  List<Extended> extend(Session good, List<Extension> running) {
    return good.extend(running);
  }

  @Override
  public Token token(String text) {
    return good.token(text);
  }

  private final class BrokenSession implements Session {
    private final Session good;

    BrokenSession(Session good) {
      this.good = good;
    }

    @Override
    public TurnResult claim(List<Demand> demands, Duration waitMax) {
      return bend(BrokenBackend.this.claim(good, demands, waitMax));
    }

    @Override
    public TurnResult settle(List<Settlement> done, List<Demand> next) {
      return bend(BrokenBackend.this.settle(good, done, next));
    }

    private TurnResult bend(TurnResult turn) {
      return new TurnResult(
          turn.outcomes(), BrokenBackend.this.bend(turn.claims()), turn.claimFailed());
    }

    @Override
    public List<Extended> extend(List<Extension> running) {
      return BrokenBackend.this.extend(good, running);
    }

    @Override
    public void wake() {
      good.wake();
    }

    @Override
    public void close() {
      good.close();
    }
  }

  /** Asks whether the job runs, not whose claim it is: what Oban and River once did. */
  static final class SettlesByIdWithoutToken extends BrokenBackend {
    private final Map<JobId, ClaimRef> latest = new ConcurrentHashMap<>();

    SettlesByIdWithoutToken(Backend good) {
      super(good);
    }

    @Override
    List<Claim> bend(List<Claim> claims) {
      claims.forEach(c -> latest.put(c.job().id(), c.ref()));
      return claims;
    }

    @Override
    Settlement bend(Settlement s) {
      ClaimRef claim = latest.getOrDefault(s.claim().job().id(), s.claim());
      if (s instanceof Complete c) {
        return new Complete(claim, c.run(), c.result(), c.then());
      } else if (s instanceof Retry r) {
        return new Retry(claim, r.run(), r.delay(), r.failure());
      } else if (s instanceof Release r) {
        return new Release(claim, r.run(), r.delay(), r.why(), r.after(), r.detail());
      } else if (s instanceof Cancel c) {
        return new Cancel(claim, c.run(), c.reason(), c.then());
      }
      DeadLetter d = (DeadLetter) s;
      return new DeadLetter(claim, d.run(), d.reason(), d.failure(), d.then());
    }
  }

  /** Reads, then takes, and two readers see the same: hands the last batch out once more. */
  static final class ClaimsTwice extends BrokenBackend {
    private List<Claim> last = List.of();

    ClaimsTwice(Backend good) {
      super(good);
    }

    @Override
    synchronized List<Claim> bend(List<Claim> claims) {
      if (claims.isEmpty()) {
        List<Claim> again = last;
        last = List.of();
        return again;
      }
      last = claims;
      return claims;
    }
  }

  /** Has no clock: whatever is to run later runs now. */
  static final class DeliversEarly extends BrokenBackend {
    DeliversEarly(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      capabilities().requireAcceptable(jobs);
      return super.enqueue(jobs.stream().map(j -> j.withDue(Due.now())).toList());
    }

    @Override
    Settlement bend(Settlement s) {
      return s instanceof Retry r ? new Retry(r.claim(), r.run(), Duration.ZERO, r.failure()) : s;
    }
  }

  /** Puts a job back after a lost lease as if nothing had been tried. */
  static final class ForgetsTheAttemptOfALostLease extends BrokenBackend {
    ForgetsTheAttemptOfALostLease(Backend good) {
      super(good);
    }

    @Override
    List<Claim> bend(List<Claim> claims) {
      return claims.stream().map(c -> claim(c, forgetful(c.job()))).toList();
    }

    private static Claim claim(Claim c, Job job) {
      ClaimRef ref = ClaimRef.of(job, c.ref().token(), c.ref().claimedAt());
      return new Claim(ref, job, c.pool(), c.lease(), c.cancelAsked(), c.fence());
    }

    private static Job forgetful(Job j) {
      return j.toBuilder()
          .attempts(j.attempts() - j.streaks().lost())
          .streaks(new Streaks(0, j.streaks().released(), j.streaks().parked()))
          .build();
    }
  }

  /** Stops at the first entry that cannot be applied, as a failed statement stops a transaction. */
  static final class LosesTheRestOfABatch extends BrokenBackend {
    LosesTheRestOfABatch(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      capabilities().requireAcceptable(jobs);
      List<Enqueued> answers = new ArrayList<>();
      boolean broken = false;
      for (EncodedJob job : jobs) {
        Enqueued answer =
            broken ? new Enqueued.Conflict(job.id()) : super.enqueue(List.of(job)).get(0);
        answers.add(answer);
        broken |= !(answer instanceof Enqueued.Stored);
      }
      return answers;
    }

    @Override
    TurnResult settle(Session good, List<Settlement> done, List<Demand> next) {
      List<Outcome> outcomes = new ArrayList<>();
      boolean broken = false;
      for (Settlement s : done) {
        Outcome outcome =
            broken ? Outcome.LOST : good.settle(List.of(s), List.of()).outcomes().get(0);
        outcomes.add(outcome);
        broken |= outcome == Outcome.LOST;
      }
      return new TurnResult(outcomes, good.settle(List.of(), next).claims());
    }
  }
}
