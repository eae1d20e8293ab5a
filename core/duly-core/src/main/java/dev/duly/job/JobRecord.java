package dev.duly.job;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A job and what has happened to it, as people see it. An immutable value. */
public final class JobRecord {
  private final Job job;
  private final JobState state;
  private final String stateText;
  private final int lost;
  private final boolean cancelRequested;
  private final Optional<ParkReason> parkReason;
  private final Optional<Instant> startedAt;
  private final Optional<Instant> finishedAt;
  private final Optional<Instant> leaseUntil;
  private final Optional<String> worker;
  private final Optional<Failure> lastError;
  private final Optional<String> deadReason;
  private final Optional<Payload> result;
  private final Optional<Payload> progress;
  private final int payloadSize;
  private final int resultSize;

  private JobRecord(Builder from) {
    this.job = from.job;
    this.state = from.state;
    this.stateText = from.stateText;
    this.lost = from.lost;
    this.cancelRequested = from.cancelRequested;
    this.parkReason = from.parkReason;
    this.startedAt = from.startedAt;
    this.finishedAt = from.finishedAt;
    this.leaseUntil = from.leaseUntil;
    this.worker = from.worker;
    this.lastError = from.lastError;
    this.deadReason = from.deadReason;
    this.result = from.result;
    this.progress = from.progress;
    this.payloadSize = from.payloadSize < 0 ? job.payload().size() : from.payloadSize;
    this.resultSize = from.resultSize < 0 ? result.map(Payload::size).orElse(0) : from.resultSize;
  }

  /** A job to which nothing else has happened. */
  public static Builder builder(Job job, JobState state) {
    return new Builder(job, state, state.text());
  }

  /** The same, of a state as it is stored; a newer version may have put it there. */
  public static Builder builder(Job job, String stateText) {
    return new Builder(job, JobState.read(stateText), stateText);
  }

  /** A builder that begins with these values. */
  public Builder toBuilder() {
    return new Builder(job, state, stateText)
        .lost(lost)
        .cancelRequested(cancelRequested)
        .parkReason(parkReason)
        .startedAt(startedAt)
        .finishedAt(finishedAt)
        .leaseUntil(leaseUntil)
        .worker(worker)
        .lastError(lastError)
        .deadReason(deadReason)
        .result(result)
        .progress(progress)
        .sizes(payloadSize, resultSize);
  }

  public Job job() {
    return job;
  }

  public JobState state() {
    return state;
  }

  /** The word of its state, also of one that this version does not know. */
  public String stateText() {
    return stateText;
  }

  /** Leases lost in all. */
  public int lost() {
    return lost;
  }

  public boolean cancelRequested() {
    return cancelRequested;
  }

  /** Why it waits though it is due, if it was parked. */
  public Optional<ParkReason> parkReason() {
    return parkReason;
  }

  /** When its latest claim began. */
  public Optional<Instant> startedAt() {
    return startedAt;
  }

  public Optional<Instant> finishedAt() {
    return finishedAt;
  }

  /** When the running claim's lease ends. */
  public Optional<Instant> leaseUntil() {
    return leaseUntil;
  }

  /** Which worker runs it, or ran it last. */
  public Optional<String> worker() {
    return worker;
  }

  /** The latest failure. */
  public Optional<Failure> lastError() {
    return lastError;
  }

  /** Why it is a dead letter, or was cancelled. */
  public Optional<String> deadReason() {
    return deadReason;
  }

  public Optional<Payload> result() {
    return result;
  }

  /** What its handler said last of how far it is; a list leaves it out. */
  public Optional<Payload> progress() {
    return progress;
  }

  /** How long its payload is, in bytes, also where a list has left it out. */
  public int payloadSize() {
    return payloadSize;
  }

  /** How long its result is, in bytes, also where a list has left it out; 0 if it has none. */
  public int resultSize() {
    return resultSize;
  }

  /** Without the bytes of a payload or a result that is longer; their sizes stay. */
  public JobRecord withPayloadsUpTo(int bytesMax) {
    if (payloadSize <= bytesMax && resultSize <= bytesMax) {
      return this;
    }
    Payload payload = payloadSize <= bytesMax ? job.payload() : without(job.payload());
    return toBuilder()
        .job(job.toBuilder().payload(payload).build())
        .result(resultSize <= bytesMax ? result : result.map(JobRecord::without))
        .build();
  }

  private static Payload without(Payload payload) {
    return payload.size() == 0
        ? payload
        : new Payload(new byte[0], payload.contentType(), payload.version(), payload.keyId());
  }

  /** Where it is stored. */
  public JobRef ref() {
    return job.ref();
  }

  public JobRecord withLastError(Optional<Failure> error) {
    return toBuilder().lastError(error).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobRecord record
        && job.equals(record.job)
        && stateText.equals(record.stateText)
        && lost == record.lost
        && cancelRequested == record.cancelRequested
        && parkReason.equals(record.parkReason)
        && startedAt.equals(record.startedAt)
        && finishedAt.equals(record.finishedAt)
        && leaseUntil.equals(record.leaseUntil)
        && worker.equals(record.worker)
        && lastError.equals(record.lastError)
        && deadReason.equals(record.deadReason)
        && result.equals(record.result)
        && progress.equals(record.progress)
        && payloadSize == record.payloadSize
        && resultSize == record.resultSize;
  }

  @Override
  public int hashCode() {
    return Objects.hash(job, state, lost, startedAt, finishedAt, leaseUntil, worker);
  }

  @Override
  public String toString() {
    return String.join(
        " ",
        "" + job,
        stateText,
        "lost=" + lost,
        "cancel=" + cancelRequested,
        "parked=" + parkReason,
        "started=" + startedAt,
        "finished=" + finishedAt,
        "lease=" + leaseUntil,
        "worker=" + worker,
        "error=" + lastError,
        "reason=" + deadReason,
        "result=" + result,
        "progress=" + progress);
  }

  /** Makes a record; what is not said is absent. Not thread-safe. */
  public static final class Builder {
    private Job job;
    private JobState state;
    private String stateText;
    private int lost;
    private boolean cancelRequested;
    private Optional<ParkReason> parkReason = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<Instant> leaseUntil = Optional.empty();
    private Optional<String> worker = Optional.empty();
    private Optional<Failure> lastError = Optional.empty();
    private Optional<String> deadReason = Optional.empty();
    private Optional<Payload> result = Optional.empty();
    private Optional<Payload> progress = Optional.empty();
    private int payloadSize = -1; // as long as it is
    private int resultSize = -1;

    private Builder(Job job, JobState state, String stateText) {
      this.job = Objects.requireNonNull(job, "job");
      this.state = Objects.requireNonNull(state, "state");
      this.stateText = stateText;
    }

    /** Its payload is as long as it is, unless {@link #sizes} says otherwise after this. */
    public Builder job(Job job) {
      this.job = Objects.requireNonNull(job, "job");
      return this;
    }

    public Builder state(JobState state) {
      this.state = Objects.requireNonNull(state, "state");
      this.stateText = state.text();
      return this;
    }

    /** Leases lost in all. */
    public Builder lost(int lost) {
      this.lost = lost;
      return this;
    }

    public Builder cancelRequested(boolean cancelRequested) {
      this.cancelRequested = cancelRequested;
      return this;
    }

    public Builder parkReason(Optional<ParkReason> parkReason) {
      this.parkReason = parkReason;
      return this;
    }

    public Builder startedAt(Optional<Instant> startedAt) {
      this.startedAt = startedAt;
      return this;
    }

    public Builder finishedAt(Optional<Instant> finishedAt) {
      this.finishedAt = finishedAt;
      return this;
    }

    public Builder leaseUntil(Optional<Instant> leaseUntil) {
      this.leaseUntil = leaseUntil;
      return this;
    }

    public Builder worker(Optional<String> worker) {
      this.worker = worker;
      return this;
    }

    public Builder lastError(Optional<Failure> lastError) {
      this.lastError = lastError;
      return this;
    }

    public Builder deadReason(Optional<String> deadReason) {
      this.deadReason = deadReason;
      return this;
    }

    public Builder result(Optional<Payload> result) {
      this.result = result;
      return this;
    }

    public Builder progress(Optional<Payload> progress) {
      this.progress = progress;
      return this;
    }

    /** Of a payload and a result that may have been left out, in bytes. */
    public Builder sizes(int payload, int result) {
      this.payloadSize = payload;
      this.resultSize = result;
      return this;
    }

    public JobRecord build() {
      return new JobRecord(this);
    }
  }
}
