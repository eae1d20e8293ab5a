package dev.duly.postgres;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Failure;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A settlement as a row of {@code settle.sql}.
 *
 * @param outcome of the attempt; null: it is not kept
 * @param failure of the attempt, if it has one
 */
record SettleRow(
    PostgresToken token,
    Settlement settlement,
    Next next,
    Streaks streaks,
    Notes notes,
    @Nullable String outcome,
    Optional<Failure> failure) {

  /**
   * What becomes of the job.
   *
   * @param delay until it is due again, in milliseconds
   * @param attempts how many it has used up
   */
  record Next(JobState state, long delay, int attempts) {}

  /** The streaks after it; null leaves one as it is. */
  record Streaks(@Nullable Integer lost, @Nullable Integer released, @Nullable Integer parked) {
    private static final Streaks SAME = new Streaks(null, null, null);
    private static final Streaks RAN = new Streaks(0, null, null);
    private static final Streaks NONE = new Streaks(0, 0, 0);

    private static Streaks of(dev.duly.job.Streaks after) {
      return new Streaks(after.lost(), after.released(), after.parked());
    }
  }

  /** What is noted with the job; a reason that is null leaves the last one. */
  record Notes(@Nullable String parkReason, @Nullable String reason, Optional<Payload> result) {
    private static final Notes NONE = new Notes(null, null, Optional.empty());

    private static Notes reason(String reason) {
      return new Notes(null, reason, Optional.empty());
    }
  }

  static SettleRow of(Settlement settlement, PostgresToken token) {
    if (settlement instanceof Complete complete) {
      Notes notes = new Notes(null, null, complete.result());
      return new SettleRow(token, complete, to(JobState.COMPLETED), Streaks.RAN, notes);
    } else if (settlement instanceof Retry retry) {
      Next next = new Next(JobState.WAITING, retry.delay().toMillis(), 1);
      return new SettleRow(token, retry, next, Streaks.NONE, Notes.NONE)
          .tried("retried", retry.failure());
    } else if (settlement instanceof Release release) {
      Next next = new Next(JobState.WAITING, release.delay().toMillis(), 0);
      String parked = release.parkReason().map(ParkReason::toString).orElse(null);
      Notes notes = new Notes(parked, null, Optional.empty());
      return new SettleRow(token, release, next, Streaks.of(release.after()), notes);
    } else if (settlement instanceof Cancel cancel) {
      Streaks streaks = cancel.run().isPresent() ? Streaks.RAN : Streaks.SAME;
      Notes notes = Notes.reason(cancel.reason());
      return new SettleRow(
          token, cancel, to(JobState.CANCELLED), streaks, notes, "cancelled", Optional.empty());
    }
    DeadLetter dead = (DeadLetter) settlement;
    boolean started = dead.run().isPresent();
    Next next = new Next(JobState.DEAD, 0, started ? 1 : 0);
    Streaks streaks = started ? Streaks.RAN : Streaks.SAME;
    return new SettleRow(token, dead, next, streaks, Notes.reason(dead.reason().text()))
        .tried("dead", dead.failure());
  }

  private static Next to(JobState state) {
    return new Next(state, 0, 0);
  }

  private SettleRow(
      PostgresToken token, Settlement settlement, Next next, Streaks streaks, Notes notes) {
    this(token, settlement, next, streaks, notes, null, Optional.empty());
  }

  private SettleRow tried(String outcome, Failure failure) {
    return new SettleRow(token, settlement, next, streaks, notes, outcome, Optional.of(failure));
  }

  @Nullable Long ranMillis() {
    return settlement.run().map(Run::ran).map(Duration::toMillis).orElse(null);
  }
}
