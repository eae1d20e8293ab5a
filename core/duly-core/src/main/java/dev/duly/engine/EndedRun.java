package dev.duly.engine;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that is over: its slot is free.
 *
 * @param settlement empty: nothing is to be sent
 * @param cause what was thrown, if anything was
 */
record EndedRun(RunningClaim attempt, Optional<Settlement> settlement, Optional<Throwable> cause) {
  /** Without an error. */
  EndedRun(RunningClaim attempt, Optional<Settlement> settlement) {
    this(attempt, settlement, Optional.empty());
  }

  /**
   * Whether a settlement that is lost may be lost against the handler's own transaction, which has
   * completed the job.
   */
  boolean mayHaveCompletedWithin() {
    return attempt.isCompletedWithin()
        && settlement.filter(sent -> !(sent instanceof Settlement.Complete)).isPresent();
  }

  /**
   * The same, to be sent as the completion that the transaction may have stored: the store answers
   * that it is applied exactly if it has (rule S2).
   */
  EndedRun asCompletedWithin() {
    Settlement complete =
        new Settlement.Complete(
            attempt.claim().ref(),
            settlement.flatMap(Settlement::run).or(() -> Optional.of(Run.INSTANT)),
            Optional.empty(),
            List.of());
    return new EndedRun(attempt, Optional.of(complete));
  }
}
