package dev.duly.backend.broker;

import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.ParkReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of a job that lies in a broker, where no store keeps it: it travels with the
 * message. An immutable value.
 *
 * @param parked why it waits though it is due
 * @param tried its last attempts that did not complete, at most 20, the latest last
 * @param death if it is a dead letter
 */
public record Envelope(
    Job job, Optional<ParkReason> parked, List<AttemptRecord> tried, Optional<Death> death) {

  /**
   * How a job became a dead letter.
   *
   * @param reason as {@link dev.duly.backend.DeadReason#text} has it, or a broker's own, such as
   *     {@code foreign}
   */
  public record Death(String reason, Failure failure, Instant at) {}

  public Envelope {
    tried =
        List.copyOf(
            tried.subList(Math.max(0, tried.size() - AttemptRecord.KEPT_MAX), tried.size()));
  }

  /** Of a job to which nothing has happened. */
  public static Envelope of(Job job) {
    return new Envelope(job, Optional.empty(), List.of(), Optional.empty());
  }

  /** The same, with what the broker counted: leases that were lost since it was written. */
  public Envelope withLost(int more) {
    if (more == 0) {
      return this;
    }
    var streaks = job.streaks();
    for (int i = 0; i < more; i++) {
      streaks = streaks.withOneMoreLost();
    }
    return withJob(job.toBuilder().attempts(job.attempts() + more).streaks(streaks).build());
  }

  public Envelope withJob(Job job) {
    return new Envelope(job, parked, tried, death);
  }

  public Envelope withParked(Optional<ParkReason> parked) {
    return new Envelope(job, parked, tried, death);
  }

  /** With one attempt more. */
  public Envelope withTried(AttemptRecord attempt) {
    List<AttemptRecord> more = new ArrayList<>(tried);
    more.add(attempt);
    return new Envelope(job, parked, more, death);
  }

  /** Without the oldest of its attempts, where there is no room for all. */
  public Envelope withoutOldest() {
    return new Envelope(job, parked, tried.subList(1, tried.size()), death);
  }

  public Envelope withDeath(Optional<Death> death) {
    return new Envelope(job, parked, tried, death);
  }

  /** How its last attempt failed, or why it is dead. */
  public Optional<Failure> lastFailure() {
    return death
        .map(Death::failure)
        .or(() -> tried.isEmpty() ? Optional.empty() : tried.get(tried.size() - 1).failure());
  }
}
