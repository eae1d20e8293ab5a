package dev.duly.memory;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Notes;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.Retention;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One job and its transitions. Guarded by the store's lock. */
final class StoredJob {
  EncodedJob asked;
  final long seq;
  final Instant acceptedAt;
  private Instant createdAt;
  private final Deque<AttemptRecord> history = new ArrayDeque<>();

  JobState state = JobState.WAITING;
  Instant due;
  boolean cancelRequested;
  private int attempts;
  private int lost;
  private long fence;
  private Streaks streaks = Streaks.NONE;

  // The latest claim; current exactly while the state is RUNNING.
  private @Nullable Token token;
  private @Nullable Instant claimedAt;
  private Instant leaseUntil = Instant.MIN;
  private @Nullable String worker;
  // What ended it, so that the same settlement sent again is known (rule S2).
  private @Nullable String verb;

  private final List<LimitBook.Usage> charged = new ArrayList<>(); // by the latest claim

  private @Nullable ParkReason parkReason;
  private @Nullable String deadReason;
  private @Nullable Failure lastError;
  private @Nullable Payload result;
  private @Nullable Instant finishedAt;
  private final JobNotes notes = new JobNotes();

  StoredJob(EncodedJob asked, long seq, Instant now) {
    this.asked = asked.withExpires(asked.expires().map(end -> new Due.At(end.from(now))));
    this.seq = seq;
    this.acceptedAt = now;
    this.createdAt = now;
    this.due = asked.due().from(now);
  }

  /** The answer to a job of the same id. */
  Enqueued answerTo(EncodedJob job) {
    return job.sameContent(asked.type(), asked.queue(), asked.payload())
        ? new Enqueued.Duplicate(job.id())
        : new Enqueued.Conflict(job.id());
  }

  /** Whether no worker ever had it. */
  boolean isUnclaimed() {
    return fence == 0;
  }

  boolean isOverdue(Instant now) {
    return state == JobState.RUNNING && !leaseUntil.isAfter(now);
  }

  boolean isOverFor(Retention retention, Instant now) {
    Optional<Duration> kept =
        switch (state) {
          case COMPLETED -> retention.completed();
          case CANCELLED -> retention.cancelled();
          default -> Optional.empty();
        };
    return kept.isPresent() && finishedAt != null && !finishedAt.plus(kept.get()).isAfter(now);
  }

  boolean isHeldBy(Token token) {
    return state == JobState.RUNNING && token.equals(this.token);
  }

  boolean wasEndedBy(Settlement settlement) {
    return settlement.claim().token().equals(token) && settlement.verb().equals(verb);
  }

  /**
   * A waiting job, or one whose lease has ended: then the attempt is used up and the lease counted
   * as lost (rule X2).
   */
  void claim(Token by, String worker, Instant now, Duration lease) {
    if (state == JobState.RUNNING) {
      countLoss(now);
    }
    charged.clear();
    state = JobState.RUNNING;
    token = by;
    verb = null;
    fence++;
    claimedAt = now;
    leaseUntil = now.plus(lease);
    this.worker = worker;
    notes.claimed();
  }

  private void countLoss(Instant now) {
    remember("lost", now, Optional.empty(), Optional.empty());
    attempts++;
    lost++;
    streaks = streaks.withOneMoreLost();
  }

  /** Its lease has ended, and it waits again, due as before (rule L7). */
  void putBack(Instant now) {
    countLoss(now);
    charged.clear();
    waitUntil(due);
  }

  /** It takes one of this limit. */
  void charge(LimitBook.Usage usage) {
    charged.add(usage);
  }

  /** Whether it was claimed under this limit. */
  boolean holds(LimitBook.Usage usage) {
    return charged.contains(usage);
  }

  void extend(Instant until, Notes said, Instant now) {
    leaseUntil = until;
    notes.add(said, now);
  }

  List<LogLine> log() {
    return notes.lines();
  }

  void settle(Settlement settlement, Instant now) {
    verb = settlement.verb();
    parkReason = null;
    notes.add(settlement.notes(), now);
    Optional<Run> run = settlement.run();
    if (run.isEmpty()) {
      charged.forEach(LimitBook.Usage::giveBack);
    }
    charged.clear();
    if (run.isPresent()) {
      streaks = new Streaks(0, streaks.released(), streaks.parked());
    }
    if (settlement instanceof Settlement.Complete complete) {
      result = complete.result().orElse(null);
      end(JobState.COMPLETED, now);
    } else if (settlement instanceof Settlement.Retry retry) {
      fail("retried", retry.failure(), now, run);
      attempts++;
      streaks = Streaks.NONE;
      waitUntil(now.plus(retry.delay()));
    } else if (settlement instanceof Settlement.Release release) {
      streaks = release.after();
      parkReason = release.parkReason().orElse(null);
      waitUntil(now.plus(release.delay()));
    } else if (settlement instanceof Settlement.Cancel cancel) {
      remember("cancelled", now, run, Optional.empty());
      deadReason = cancel.reason();
      end(JobState.CANCELLED, now);
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      fail("dead", dead.failure(), now, run);
      attempts += run.isPresent() ? 1 : 0;
      deadReason = dead.reason().text();
      end(JobState.DEAD, now);
    }
  }

  /** In place, with a fresh budget; the history stays (rule D3). */
  void requeue(Instant now) {
    attempts = 0;
    streaks = Streaks.NONE;
    cancelRequested = false;
    deadReason = null;
    finishedAt = null;
    waitUntil(now);
  }

  /** What a newer job asks for; it stays the job that it is (rule E6). */
  void replace(EncodedJob newer, Instant now) {
    asked = asked.withPayload(newer.payload()).withPriority(newer.priority());
    reschedule(newer.due().from(now));
  }

  /** Another time to wait for; why it was parked is of the past. */
  void reschedule(Instant due) {
    parkReason = null;
    this.due = due;
  }

  /** Waiting: it is over. Running: it is asked to stop. */
  void cancel(Instant now) {
    if (state == JobState.RUNNING) {
      cancelRequested = true;
    } else {
      parkReason = null;
      deadReason = "cancelled";
      end(JobState.CANCELLED, now);
    }
  }

  /** What it was elsewhere. */
  void importDead(DeadJob letter) {
    JobRecord record = letter.record();
    createdAt = record.job().createdAt();
    due = record.job().scheduledAt();
    attempts = record.job().attempts();
    lost = record.lost();
    streaks = record.job().streaks();
    cancelRequested = record.cancelRequested();
    claimedAt = record.startedAt().orElse(null);
    worker = record.worker().orElse(null);
    deadReason = letter.reason();
    lastError = letter.failure();
    history.addAll(letter.attempts());
    end(JobState.DEAD, letter.diedAt());
  }

  void edit(Payload payload) {
    asked = asked.withPayload(payload);
  }

  Claim toClaim(Token token, String pool, Duration lease) {
    Instant at = claimedAt == null ? createdAt : claimedAt;
    Job job = job();
    ClaimRef ref = ClaimRef.of(job, token, at);
    return new Claim(ref, job, pool, lease, cancelRequested, OptionalLong.of(fence));
  }

  JobRecord toRecord() {
    boolean running = state == JobState.RUNNING;
    return JobRecord.builder(job(), state)
        .lost(lost)
        .cancelRequested(cancelRequested)
        .parkReason(Optional.ofNullable(parkReason))
        .startedAt(Optional.ofNullable(claimedAt))
        .finishedAt(Optional.ofNullable(finishedAt))
        .leaseUntil(running ? Optional.of(leaseUntil) : Optional.empty())
        .worker(Optional.ofNullable(worker))
        .lastError(Optional.ofNullable(lastError))
        .deadReason(Optional.ofNullable(deadReason))
        .result(Optional.ofNullable(result))
        .progress(notes.progress())
        .build();
  }

  List<AttemptRecord> history() {
    return List.copyOf(history);
  }

  private Job job() {
    return Job.builder(asked.id(), asked.spec(), asked.payload(), createdAt)
        .attempts(attempts)
        .scheduledAt(due)
        .expiresAt(asked.expires().map(end -> end.from(acceptedAt)))
        .streaks(streaks)
        .build();
  }

  private void waitUntil(Instant due) {
    this.due = due;
    state = JobState.WAITING;
  }

  private void end(JobState state, Instant now) {
    this.state = state;
    finishedAt = now;
  }

  private void fail(String outcome, Failure failure, Instant now, Optional<Run> run) {
    lastError = failure;
    remember(outcome, now, run, Optional.of(failure));
  }

  private void remember(String outcome, Instant now, Optional<Run> run, Optional<Failure> failure) {
    Instant claimed = claimedAt == null ? now : claimedAt;
    Instant started = run.map(r -> now.minus(r.ran())).orElse(claimed);
    String by = worker == null ? "" : worker;
    history.addLast(new AttemptRecord(attempts + 1, started, now, by, outcome, failure));
    while (history.size() > AttemptRecord.KEPT_MAX) {
      history.removeFirst();
    }
  }
}
