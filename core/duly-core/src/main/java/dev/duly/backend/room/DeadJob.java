package dev.duly.backend.room;

import dev.duly.job.AttemptRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Names;
import dev.duly.job.StorableInstant;
import dev.duly.job.StorableText;
import dev.duly.job.Streaks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dead letter from elsewhere, to be kept here as it was there.
 *
 * @param record of a job that is dead, with the reason and the time of its death
 * @param attempts of the job, the latest last, at most {@link AttemptRecord#KEPT_MAX}. The last
 *     failure among them is the record's last error, if it names one. If none has failed, one is
 *     added that did, of the worker {@value #IMPORT}.
 */
public record DeadJob(JobRecord record, List<AttemptRecord> attempts) {
  /** Longest dead-letter reason, in characters. */
  public static final int REASON_MAX = 64;

  /** The worker of an attempt of which nothing is known but its failure. */
  public static final String IMPORT = "import";

  private static final Set<String> OUTCOMES = Set.of("retried", "dead", "lost", "cancelled");
  private static final int COUNT_MAX = 65_535;
  private static final int WORKER_MAX = 255;

  /**
   * Checks what no limit of a backend covers.
   *
   * @throws IllegalArgumentException that names everything that is wrong
   */
  public DeadJob {
    Problems problems = new Problems();
    problems.of(record);
    problems.of(record, attempts);
    problems.raise();
    attempts = kept(record, attempts);
  }

  private static List<AttemptRecord> kept(JobRecord record, List<AttemptRecord> attempts) {
    if (lastFailure(attempts).isPresent()) {
      return List.copyOf(attempts);
    }
    Failure failure =
        record.lastError().orElseGet(() -> Failure.of(reason(record), "without an error"));
    Instant died = diedAt(record);
    List<AttemptRecord> all = new ArrayList<>(attempts);
    all.add(
        new AttemptRecord(
            record.job().attempts(), died, died, IMPORT, "dead", Optional.of(failure)));
    return List.copyOf(all.subList(Math.max(0, all.size() - AttemptRecord.KEPT_MAX), all.size()));
  }

  private static Optional<Failure> lastFailure(List<AttemptRecord> attempts) {
    return attempts.stream().flatMap(a -> a.failure().stream()).reduce((one, next) -> next);
  }

  /** The job as it is enqueued, before it is said that it is dead. */
  public EncodedJob job() {
    Job job = record.job();
    return new EncodedJob(job.id(), job.spec(), job.payload())
        .withExpires(job.expiresAt().map(Due.At::new));
  }

  public String reason() {
    return reason(record);
  }

  private static String reason(JobRecord record) {
    return record.deadReason().orElse("");
  }

  public Failure failure() {
    return lastFailure(attempts).orElseThrow();
  }

  public Instant diedAt() {
    return diedAt(record);
  }

  private static Instant diedAt(JobRecord record) {
    return record.finishedAt().orElseThrow();
  }

  /** What is wrong with a letter, all of it. */
  private static final class Problems {
    private final List<String> texts = new ArrayList<>();

    private void of(JobRecord record) {
      if (record.state() != JobState.DEAD) {
        texts.add("state must be dead, was " + record.stateText());
      }
      String reason = reason(record);
      if (!reason.matches("[a-z_]{1," + REASON_MAX + "}")) {
        texts.add(
            "reason must be 1 to "
                + REASON_MAX
                + " characters of a-z and _, was "
                + Names.quoted(reason));
      }
      Job job = record.job();
      count("attempts", job.attempts());
      count("lost", record.lost());
      Streaks streaks = job.streaks();
      count("lost in a row", streaks.lost());
      count("released", streaks.released());
      count("parked", streaks.parked());
      time("created_at", job.createdAt());
      time("scheduled_at", job.scheduledAt());
      record.startedAt().ifPresent(at -> time("started_at", at));
      record
          .finishedAt()
          .ifPresentOrElse(
              at -> time("finished_at", at), () -> texts.add("finished_at is missing"));
      record.worker().ifPresent(this::worker);
    }

    private void of(JobRecord record, List<AttemptRecord> attempts) {
      if (attempts.size() > AttemptRecord.KEPT_MAX) {
        texts.add(
            "attempts are at most " + AttemptRecord.KEPT_MAX + " of a job, was " + attempts.size());
      }
      Optional<Failure> last = lastFailure(attempts);
      if (last.isPresent() && record.lastError().isPresent() && !last.equals(record.lastError())) {
        texts.add("last_error must be the failure of the last attempt that failed, or left out");
      }
      attempts.forEach(this::of);
    }

    private void of(AttemptRecord attempt) {
      count("number of an attempt", attempt.number());
      time("started_at of an attempt", attempt.startedAt());
      time("ended_at of an attempt", attempt.endedAt());
      worker(attempt.worker());
      if (!OUTCOMES.contains(attempt.outcome())) {
        texts.add(
            "outcome of an attempt must be retried, dead, lost or cancelled, was "
                + Names.quoted(attempt.outcome()));
      }
    }

    private void count(String field, int value) {
      if (value < 0 || value > COUNT_MAX) {
        texts.add(String.format("%s must be 0 to %,d, was %d", field, COUNT_MAX, value));
      }
    }

    private void time(String field, Instant value) {
      StorableInstant.problemWith(field, value).ifPresent(texts::add);
    }

    private void worker(String name) {
      StorableText.problemWith("worker", name, WORKER_MAX).ifPresent(texts::add);
    }

    private void raise() {
      if (!texts.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", texts));
      }
    }
  }
}
