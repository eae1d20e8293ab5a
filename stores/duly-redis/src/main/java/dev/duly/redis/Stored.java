package dev.duly.redis;

import dev.duly.backend.room.LogLine;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code jobs.lua} says of a job: the job itself, its state, what most jobs never have,
 * and its attempts.
 */
final class Stored {
  private static final int BODY_AT = 11;
  private static final int WORKER_AT = 24;
  private static final int NOTES = 6; // in a row

  private Stored() {}

  /** A job's number in its queue. */
  static long number(byte[] job) {
    return new Bytes.Reader(job, 6).number(5);
  }

  static Body body(byte[] job) {
    return Body.read(job, BODY_AT);
  }

  /** What most jobs never have. */
  private record More(
      long due, int attempts, int lost, Streaks streaks, boolean cancel, String parkReason) {
    static More read(byte @Nullable [] bytes, long createdAt) {
      if (bytes == null) {
        return new More(createdAt, 0, 0, Streaks.NONE, false, "");
      }
      Bytes.Reader in = new Bytes.Reader(bytes, 0);
      long due = in.number(6);
      int attempts = (int) in.number(2);
      int lost = (int) in.number(4);
      Streaks streaks = new Streaks((int) in.number(2), (int) in.number(2), (int) in.number(2));
      boolean cancel = in.number(1) == 1;
      return new More(due, attempts, lost, streaks, cancel, Bytes.latin(in.rest()));
    }
  }

  static Job job(String queue, JobId id, byte[] job, byte @Nullable [] more) {
    long createdAt = new Bytes.Reader(job, 0).number(6);
    return job(queue, id, createdAt, body(job), More.read(more, createdAt));
  }

  private static Job job(String queue, JobId id, long createdAt, Body body, More more) {
    Instant created = Instant.ofEpochMilli(createdAt);
    return Job.builder(id, body.spec(queue), body.payload(), created)
        .attempts(more.attempts)
        .scheduledAt(Instant.ofEpochMilli(more.due))
        .expiresAt(body.options().expires().map(end -> end.from(created)))
        .streaks(more.streaks)
        .build();
  }

  /** Whether a caller asked for the running job to be cancelled. */
  static boolean cancelAsked(byte @Nullable [] more) {
    return more != null && More.read(more, 0).cancel;
  }

  static String stateText(char letter) {
    return switch (letter) {
      case 'W' -> JobState.WAITING.text();
      case 'R' -> JobState.RUNNING.text();
      case 'C' -> JobState.COMPLETED.text();
      case 'X' -> JobState.CANCELLED.text();
      case 'D' -> JobState.DEAD.text();
      default -> String.valueOf(letter);
    };
  }

  /** A state: its letter, when it came to that and why, and the record of the latest claim. */
  private record State(char letter, long at, String reason, String claim) {
    static final State FRESH = new State('W', 0, "", "");

    static State read(byte @Nullable [] bytes) {
      if (bytes == null) {
        return FRESH;
      }
      char letter = (char) bytes[0];
      if (letter == 'R') {
        return new State(letter, 0, "", Bytes.latin(new Bytes.Reader(bytes, 1).rest()));
      }
      Bytes.Reader in = new Bytes.Reader(bytes, 2);
      long at = in.number(6);
      String reason = in.text(1);
      return new State(letter, at, reason, Bytes.latin(in.rest()));
    }

    /** Its word; of a newer version, its letter. */
    String text() {
      return stateText(letter);
    }

    boolean isFinal() {
      return letter == 'C' || letter == 'X' || letter == 'D';
    }

    Optional<Instant> claimedAt() {
      return claim.isEmpty()
          ? Optional.empty()
          : Optional.of(Instant.ofEpochMilli(new Bytes.Reader(Bytes.latin(claim), 6).number(6)));
    }

    Optional<String> worker() {
      return claim.isEmpty()
          ? Optional.empty()
          : Optional.of(Bytes.text(claim.substring(WORKER_AT)));
    }
  }

  /**
   * A whole record.
   *
   * @param row as {@code read.lua} answers: job, state, more, attempts, result, end of lease, and
   *     notes, of which a list has none
   */
  static JobRecord record(String queue, JobId id, List<byte @Nullable []> row) {
    byte[] job = row.get(0);
    if (job == null) {
      throw new IllegalArgumentException(id + " has no job");
    }
    long createdAt = new Bytes.Reader(job, 0).number(6);
    More more = More.read(row.get(2), createdAt);
    State state = State.read(row.get(1));
    byte[] result = row.get(4);
    byte[] lease = row.get(5);
    return JobRecord.builder(job(queue, id, createdAt, body(job), more), state.text())
        .lost(more.lost)
        .cancelRequested(more.cancel)
        .parkReason(
            state.isFinal()
                ? Optional.empty()
                : text(Bytes.text(more.parkReason)).map(ParkReason::parse))
        .startedAt(state.claimedAt())
        .finishedAt(
            state.isFinal() ? Optional.of(Instant.ofEpochMilli(state.at)) : Optional.empty())
        .leaseUntil(
            lease == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(Bytes.latin(lease)))))
        .worker(state.worker())
        .lastError(lastError(attempts(row.get(3))))
        .deadReason(text(state.reason))
        .result(result == null ? Optional.empty() : Optional.of(Body.payload(result)))
        .progress(row.size() > NOTES ? Notes.read(row.get(NOTES)).progress() : Optional.empty())
        .build();
  }

  /** A job's log. */
  static List<LogLine> log(List<byte @Nullable []> row) {
    return Notes.read(row.get(NOTES)).lines();
  }

  /** What handlers said, as {@code notes.lua} keeps it. */
  private record Notes(Optional<Payload> progress, List<LogLine> lines) {
    static Notes read(byte @Nullable [] bytes) {
      if (bytes == null) {
        return new Notes(Optional.empty(), List.of());
      }
      Bytes.Reader in = new Bytes.Reader(bytes, 0);
      in.raw((int) in.number(1)); // the claim
      in.number(4); // its next line
      byte[] progress = in.raw((int) in.number(4));
      List<LogLine> lines = new ArrayList<>();
      while (in.hasMore()) {
        Instant at = Instant.ofEpochMilli(in.number(6));
        lines.add(new LogLine(at, in.text(2)));
      }
      return new Notes(
          progress.length == 0 ? Optional.empty() : Optional.of(Body.payload(progress)), lines);
    }
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<Failure> lastError(List<AttemptRecord> attempts) {
    Optional<Failure> last = Optional.empty();
    for (AttemptRecord attempt : attempts) {
      last = attempt.failure().or(lastOf(last));
    }
    return last;
  }

  private static java.util.function.Supplier<Optional<Failure>> lastOf(Optional<Failure> last) {
    return () -> last;
  }

  static List<AttemptRecord> attempts(byte @Nullable [] entries) {
    List<AttemptRecord> attempts = new ArrayList<>();
    Bytes.Reader in = new Bytes.Reader(entries == null ? new byte[0] : entries, 0);
    while (in.hasMore()) {
      attempts.add(attempt(new Bytes.Reader(in.raw((int) in.number(4)), 0)));
    }
    return attempts;
  }

  private static AttemptRecord attempt(Bytes.Reader in) {
    int number = (int) in.number(2);
    Instant started = Instant.ofEpochMilli(in.number(6));
    Instant ended = Instant.ofEpochMilli(in.number(6));
    char outcome = (char) in.number(1);
    String worker = in.text(1);
    Optional<Failure> failure =
        in.hasMore()
            ? Optional.of(new Failure(in.text(4), in.text(4), in.text(4), in.text(4)))
            : Optional.empty();
    return new AttemptRecord(number, started, ended, worker, outcome(outcome), failure);
  }

  private static String outcome(char letter) {
    return switch (letter) {
      case 'r' -> "retried";
      case 'd' -> "dead";
      case 'c' -> "cancelled";
      case 'l' -> "lost";
      default -> String.valueOf(letter); // of a newer version
    };
  }

  static byte[] bytes(Failure failure) {
    return new Bytes(256)
        .text(failure.error(), 4)
        .text(failure.message(), 4)
        .text(failure.stack(), 4)
        .text(failure.fingerprint(), 4)
        .done();
  }
}
