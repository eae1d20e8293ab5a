package dev.duly.backend;

import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.StorableText;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a claim ends. Applied if and only if the claim is current (rule S1). */
public sealed interface Settlement {
  /** The longest delay of a retry or a release: a longer one is cut to it. */
  Duration DELAY_MAX = Duration.ofDays(3_650);

  /** The longest reason of a cancel, in characters: a longer one is cut to it. */
  int REASON_MAX = 200;

  /** The longest detail of a release, in characters: a longer one is cut to it. */
  int DETAIL_MAX = 500;

  ClaimRef claim();

  /** Present if the handler was started. */
  Optional<Run> run();

  /** The name on every wire. */
  String verb();

  /** What the handler said that has not been sent yet. */
  default Notes notes() {
    return run().map(Run::notes).orElse(Notes.NONE);
  }

  /** Follow-up jobs, stored if and only if this settlement applies (rule S6). */
  default List<EncodedJob> then() {
    return List.of();
  }

  /** Whether the job is over if it applies. */
  default boolean isEnd() {
    return !(this instanceof Retry) && !(this instanceof Release);
  }

  /** The same, and another process waits for that (rule N3). */
  default boolean isAwaitedEnd() {
    return claim().awaited() && isEnd();
  }

  private static Duration bounded(Duration delay) {
    return delay.isNegative() ? Duration.ZERO : delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay;
  }

  /** The job has done its work. */
  record Complete(
      ClaimRef claim, Optional<Run> run, Optional<Payload> result, List<EncodedJob> then)
      implements Settlement {
    public Complete(Claim claim) {
      this(claim.ref(), Optional.of(Run.INSTANT), Optional.empty(), List.of());
    }

    @Override
    public String verb() {
      return "complete";
    }
  }

  /** The job failed and runs again after the delay. Counts an attempt and ends every streak. */
  record Retry(ClaimRef claim, Optional<Run> run, Duration delay, Failure failure)
      implements Settlement {
    public Retry {
      delay = bounded(delay);
    }

    public Retry(Claim claim, Duration delay, Failure failure) {
      this(claim.ref(), Optional.of(Run.INSTANT), delay, failure);
    }

    @Override
    public String verb() {
      return "retry";
    }
  }

  /**
   * The job goes back unharmed: snoozed, parked, or given up by a worker that stops. Counts no
   * attempt.
   *
   * @param detail what more there is to say of a job that is parked, such as why its payload cannot
   *     be read; at most 500 characters; may be empty
   */
  record Release(
      ClaimRef claim,
      Optional<Run> run,
      Duration delay,
      ReleaseReason why,
      Streaks after,
      String detail)
      implements Settlement {
    public Release {
      delay = bounded(delay);
      detail = StorableText.of(detail, DETAIL_MAX);
    }

    public Release(
        ClaimRef claim, Optional<Run> run, Duration delay, ReleaseReason why, Streaks after) {
      this(claim, run, delay, why, after, "");
    }

    /** As it is kept with the job and shown, if this parks it: {@code unknown_type}. */
    public Optional<ParkReason> parkReason() {
      return why.isParked() ? Optional.of(new ParkReason(why.text(), detail)) : Optional.empty();
    }

    public Release(Claim claim, Duration delay, ReleaseReason why) {
      this(claim.ref(), Optional.empty(), delay, why, claim.ref().streaks());
    }

    @Override
    public String verb() {
      return "release";
    }
  }

  /** The job was asked to end, and has. */
  record Cancel(ClaimRef claim, Optional<Run> run, String reason, List<EncodedJob> then)
      implements Settlement {
    public Cancel {
      reason = StorableText.of(reason, REASON_MAX);
    }

    public Cancel(Claim claim, String reason) {
      this(claim.ref(), Optional.empty(), reason, List.of());
    }

    @Override
    public String verb() {
      return "cancel";
    }
  }

  /** The job failed for good. Counts an attempt exactly if the handler was started (rule S3). */
  record DeadLetter(
      ClaimRef claim, Optional<Run> run, DeadReason reason, Failure failure, List<EncodedJob> then)
      implements Settlement {
    public DeadLetter(Claim claim, DeadReason reason, Failure failure) {
      this(claim.ref(), Optional.of(Run.INSTANT), reason, failure, List.of());
    }

    @Override
    public String verb() {
      return "dead-letter";
    }
  }
}
