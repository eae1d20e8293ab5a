package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Rooms;
import dev.duly.backend.Run;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Retention;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** More faults. */
final class MoreBrokenBackends {
  private MoreBrokenBackends() {}

  /** One list for everything. */
  static final class IgnoresPriority extends BrokenBackend {
    IgnoresPriority(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      return super.enqueue(jobs.stream().map(j -> j.withPriority(Priority.NORMAL)).toList());
    }
  }

  /** Shows a queue as paused nowhere, and serves it. */
  static final class IgnoresPause extends BrokenBackend {
    private final Operator good;

    IgnoresPause(Backend good) {
      super(good);
      this.good = good.rooms().operator().orElseThrow();
    }

    @Override
    public Rooms rooms() {
      return new ForwardingRooms(super.rooms()) {
        @Override
        public Optional<Operator> operator() {
          return Optional.of(new Deaf());
        }
      };
    }

    private final class Deaf implements Operator {
      @Override
      public void keep(Retention retention, String who) {
        good.keep(retention, who);
      }

      @Override
      public Acted requeue(JobRef job, Payload edited, String who) {
        return good.requeue(job, edited, who);
      }

      @Override
      public List<Enqueued> importDead(List<DeadJob> letters, String who) {
        return good.importDead(letters, who);
      }

      @Override
      public List<Acted> requeue(List<JobRef> jobs, String who) {
        return good.requeue(jobs, who);
      }

      @Override
      public List<Acted> cancel(List<JobRef> jobs, String who) {
        return good.cancel(jobs, who);
      }

      @Override
      public List<Acted> reschedule(List<JobRef> jobs, Due due, String who) {
        return good.reschedule(jobs, due, who);
      }

      @Override
      public List<Acted> delete(List<JobRef> jobs, String who) {
        return good.delete(jobs, who);
      }

      @Override
      public List<Acted> discard(List<JobRef> letters, String who) {
        return good.discard(letters, who);
      }

      @Override
      public Acted edit(JobRef job, Payload payload, String who) {
        return good.edit(job, payload, who);
      }

      @Override
      public void pauseType(String type, String who) {}

      @Override
      public void resumeType(String type, String who) {
        good.resumeType(type, who);
      }

      @Override
      public void pause(String queue, String who) {}

      @Override
      public void resume(String queue, String who) {
        good.resume(queue, who);
      }
    }
  }

  /** Settles, and forgets what was to come then. */
  static final class DropsFollowUps extends BrokenBackend {
    DropsFollowUps(Backend good) {
      super(good);
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

  /** Says held, and lets the lease run out. */
  static final class RenewsNothing extends BrokenBackend {
    RenewsNothing(Backend good) {
      super(good);
    }

    @Override
    List<Extended> extend(Session good, List<Extension> running) {
      return running.stream().map(e -> new Extended(e.claim(), Extended.State.HELD)).toList();
    }
  }

  /** Knows one way back into the queue. */
  static final class CountsReleases extends BrokenBackend {
    CountsReleases(Backend good) {
      super(good);
    }

    @Override
    Settlement bend(Settlement s) {
      return s instanceof Release r
          ? new Retry(r.claim(), r.run(), r.delay(), Failure.of("released", ""))
          : s;
    }
  }

  /** Keeps what is said while a job runs, and not what comes with its end. */
  static final class DropsLastNotes extends BrokenBackend {
    DropsLastNotes(Backend good) {
      super(good);
    }

    @Override
    Settlement bend(Settlement s) {
      Optional<Run> silent = s.run().map(run -> new Run(run.waited(), run.ran(), run.late()));
      if (s instanceof Complete c) {
        return new Complete(c.claim(), silent, c.result(), c.then());
      } else if (s instanceof Retry r) {
        return new Retry(r.claim(), silent, r.delay(), r.failure());
      } else if (s instanceof Release r) {
        return new Release(r.claim(), silent, r.delay(), r.why(), r.after(), r.detail());
      } else if (s instanceof Cancel c) {
        return new Cancel(c.claim(), silent, c.reason(), c.then());
      }
      DeadLetter d = (DeadLetter) s;
      return new DeadLetter(d.claim(), silent, d.reason(), d.failure(), d.then());
    }
  }

  /** Knows a claim only by the object that it handed out. */
  static final class ForgetsTokens extends BrokenBackend {
    ForgetsTokens(Backend good) {
      super(good);
    }

    @Override
    public Token token(String text) {
      return () -> text;
    }
  }

  /** Rounds a batch up. */
  static final class TakesTooMuch extends BrokenBackend {
    TakesTooMuch(Backend good) {
      super(good);
    }

    @Override
    TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
      return good.claim(demands.stream().map(d -> d.withMax(d.max() + 1)).toList(), waitMax);
    }
  }

  /**
   * Asks again under a new name when an answer is lost: the first jobs wait for their leases to
   * end.
   */
  static final class LosesALostAnswer extends BrokenBackend {
    LosesALostAnswer(Backend good) {
      super(good);
    }

    @Override
    TurnResult claim(Session good, List<Demand> demands, Duration waitMax) {
      try {
        return good.claim(demands, waitMax);
      } catch (BackendException e) {
        good.claim(demands, Duration.ZERO); // takes what was claimed, and drops it
        throw e;
      }
    }
  }
}
