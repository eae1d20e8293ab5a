package dev.duly;

import dev.duly.backend.Capabilities;
import dev.duly.backend.Notes;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.engine.RunningClaim;
import dev.duly.job.EncodedJob;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The attempt of a claim that runs. Thread-safe. */
final class RunningAttempt implements Attempt {
  private final RunningClaim running;
  private final Store store;
  // Guarded by this.
  private final List<EncodedJob> then = new ArrayList<>();

  /**
   * Where the attempt's jobs go.
   *
   * @param transactions where it may complete in a transaction of its own, if the backend can
   */
  record Store(Encoder encoder, Capabilities limits, Optional<Transactions> transactions) {}

  RunningAttempt(RunningClaim running, Store store) {
    this.running = running;
    this.store = store;
  }

  @Override
  public Job job() {
    return running.job();
  }

  @Override
  public boolean isStopping() {
    return running.isStopping();
  }

  @Override
  public Duration remaining() {
    return running.remaining();
  }

  @Override
  public OptionalLong fence() {
    return running.claim().fence();
  }

  @Override
  public void progress(Object value) {
    Payload progress = store.encoder().encode(value);
    if (progress.size() > Notes.PROGRESS_BYTES_MAX) {
      throw new IllegalArgumentException(
          "progress must be at most "
              + Notes.PROGRESS_BYTES_MAX
              + " bytes, was "
              + progress.size());
    }
    running.progress(progress);
  }

  @Override
  public void log(String line) {
    running.log(line);
  }

  @Override
  public synchronized JobId then(NewJob<?, ?> job) {
    if (running.isCompletedWithin() || !running.mayComplete()) {
      throw new IllegalStateException(
          this + " is completed or not in its handler: call then(..) before that");
    }
    EncodedJob encoded =
        store.encoder().bulk(List.of(job)).requireIds(store.limits()).encoded().get(0);
    List<EncodedJob> all = new ArrayList<>(then);
    all.add(encoded);
    store.limits().requireAcceptable(all);
    then.add(encoded);
    return encoded.id();
  }

  /** The jobs that follow its completion. */
  synchronized List<EncodedJob> followUps() {
    return List.copyOf(then);
  }

  @Override
  public synchronized void completeWithin(Connection tx) {
    Transactions room =
        store
            .transactions()
            .orElseThrow(
                () ->
                    new NotOfferedException(
                        "this backend cannot complete a job in your transaction: return, and be"
                            + " idempotent"));
    if (!running.completeWithin()) {
      throw new IllegalStateException(this + " is not in its handler: it cannot be completed");
    }
    room.complete(
        tx,
        new Settlement.Complete(
            running.claim().ref(),
            Optional.of(new Run(Duration.ZERO, Duration.ZERO, false, running.notes())),
            Optional.empty(),
            followUps()));
  }

  @Override
  public String toString() {
    return running.toString();
  }
}
