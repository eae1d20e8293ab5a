package dev.duly.lifecycle;

import dev.duly.job.EncodedJob;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How an attempt ended: the rows of {@link Lifecycle}'s table. */
public sealed interface RunEnd {
  /**
   * The handler has done its work.
   *
   * @param leavesUnfit whether keeping the result failed in such a way
   * @param then jobs that are stored if and only if this one completes
   */
  record Returned(Optional<Payload> result, boolean leavesUnfit, List<EncodedJob> then)
      implements RunEnd {
    public Returned(Optional<Payload> result) {
      this(result, false, List.of());
    }

    /** The same, followed by these jobs. */
    public Returned then(List<EncodedJob> jobs) {
      return jobs.isEmpty() ? this : new Returned(result, leavesUnfit, jobs);
    }

    /** The same without a result. */
    public Returned withoutResult() {
      return new Returned(Optional.empty(), leavesUnfit, then);
    }
  }

  record Threw(Throwable cause) implements RunEnd {}

  /** The handler said that trying again is useless. */
  record Rejected(Throwable cause) implements RunEnd {}

  /** The handler said not now. */
  record Snoozed(Duration delay, Throwable cause) implements RunEnd {}

  /** The handler said that nothing of its key, or of its queue, is to start for a while. */
  record RateLimited(Duration delay, Throwable cause) implements RunEnd {}

  /** The codec could not read the payload; the handler was not started. */
  record Unreadable(Throwable cause) implements RunEnd {}

  /** An error that leaves the process unfit to go on (rule R4). */
  record Unfit(Error cause) implements RunEnd {
    @Override
    public boolean leavesUnfit() {
      return true;
    }
  }

  /** The attempt was claimed and given back before it began. */
  record NotBegun() implements RunEnd {}

  /** The handler let an interruption through. */
  record Interrupted(InterruptedException cause) implements RunEnd {}

  /** Whether the process is not fit to go on (rule R4). */
  default boolean leavesUnfit() {
    return false;
  }

  /** What was thrown, if anything was. */
  static Optional<Throwable> causeOf(RunEnd end) {
    if (end instanceof Threw threw) {
      return Optional.of(threw.cause());
    } else if (end instanceof Rejected rejected) {
      return Optional.of(rejected.cause());
    } else if (end instanceof Snoozed snoozed) {
      return Optional.of(snoozed.cause());
    } else if (end instanceof RateLimited limited) {
      return Optional.of(limited.cause());
    } else if (end instanceof Unreadable unreadable) {
      return Optional.of(unreadable.cause());
    } else if (end instanceof Unfit unfit) {
      return Optional.of(unfit.cause());
    } else if (end instanceof Interrupted interrupted) {
      return Optional.of(interrupted.cause());
    }
    return Optional.empty();
  }
}
