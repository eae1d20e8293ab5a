package dev.duly.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A job as a worker gets it. An immutable value. */
public final class Job {
  private final JobId id;
  private final JobSpec spec;
  private final Payload payload;
  private final int attempts;
  private final Instant createdAt;
  private final Instant scheduledAt;
  private final Optional<Instant> expiresAt;
  private final Streaks streaks;

  private Job(Builder from) {
    this.id = from.id;
    this.spec = from.spec;
    this.payload = from.payload;
    this.attempts = from.attempts;
    this.createdAt = from.createdAt;
    this.scheduledAt = from.scheduledAt;
    this.expiresAt = from.expiresAt;
    this.streaks = from.streaks;
  }

  /** A job that was enqueued then, is due since then, and was never tried. */
  public static Builder builder(JobId id, JobSpec spec, Payload payload, Instant createdAt) {
    return new Builder(id, spec, payload, createdAt);
  }

  /** A builder that begins with these values. */
  public Builder toBuilder() {
    return new Builder(id, spec, payload, createdAt)
        .attempts(attempts)
        .scheduledAt(scheduledAt)
        .expiresAt(expiresAt)
        .streaks(streaks);
  }

  public JobId id() {
    return id;
  }

  /** What it has in common with others. */
  public JobSpec spec() {
    return spec;
  }

  public String type() {
    return spec.type();
  }

  public String queue() {
    return spec.queue();
  }

  public Priority priority() {
    return spec.priority();
  }

  public Payload payload() {
    return payload;
  }

  /** Attempts used up so far; the running attempt's number is one more. */
  public int attempts() {
    return attempts;
  }

  /** The budget of attempts. */
  public int maxAttempts() {
    return spec.maxAttempts();
  }

  /** The retry policy's text form, stamped at enqueue. */
  public String retry() {
    return spec.retry();
  }

  /** How long an attempt may run. */
  public Duration timeout() {
    return spec.timeout();
  }

  /** When it was enqueued, by the engine's clock. */
  public Instant createdAt() {
    return createdAt;
  }

  /** The due time. */
  public Instant scheduledAt() {
    return scheduledAt;
  }

  /** Not started by then, it is never started. */
  public Optional<Instant> expiresAt() {
    return expiresAt;
  }

  public Streaks streaks() {
    return streaks;
  }

  public Labels labels() {
    return spec.labels();
  }

  /** Where it is stored. */
  public JobRef ref() {
    return new JobRef(queue(), id);
  }

  /** The number of the attempt that runs or would run next, from 1. */
  public int attempt() {
    return attempts + 1;
  }

  /** Whether the next failure is the last. */
  public boolean isLastAttempt() {
    return attempt() >= maxAttempts();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Job job
        && id.equals(job.id)
        && spec.equals(job.spec)
        && payload.equals(job.payload)
        && attempts == job.attempts
        && createdAt.equals(job.createdAt)
        && scheduledAt.equals(job.scheduledAt)
        && expiresAt.equals(job.expiresAt)
        && streaks.equals(job.streaks);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, spec, payload, attempts, createdAt, scheduledAt, expiresAt, streaks);
  }

  @Override
  public String toString() {
    return String.join(
        " ",
        "" + id,
        "" + spec,
        "" + payload,
        "attempts=" + attempts,
        "created=" + createdAt,
        "due=" + scheduledAt,
        "" + expiresAt,
        "" + streaks);
  }

  /** Makes a job. Not thread-safe. */
  public static final class Builder {
    private final JobId id;
    private final Instant createdAt;
    private JobSpec spec;
    private Payload payload;
    private int attempts;
    private Instant scheduledAt;
    private Optional<Instant> expiresAt = Optional.empty();
    private Streaks streaks = Streaks.NONE;

    private Builder(JobId id, JobSpec spec, Payload payload, Instant createdAt) {
      this.id = Objects.requireNonNull(id, "id");
      this.spec = Objects.requireNonNull(spec, "spec");
      this.payload = Objects.requireNonNull(payload, "payload");
      this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
      this.scheduledAt = createdAt;
    }

    public Builder spec(JobSpec spec) {
      this.spec = Objects.requireNonNull(spec, "spec");
      return this;
    }

    public Builder payload(Payload payload) {
      this.payload = Objects.requireNonNull(payload, "payload");
      return this;
    }

    /** Attempts used up so far. */
    public Builder attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    public Builder scheduledAt(Instant scheduledAt) {
      this.scheduledAt = Objects.requireNonNull(scheduledAt, "scheduledAt");
      return this;
    }

    public Builder expiresAt(Optional<Instant> expiresAt) {
      this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
      return this;
    }

    public Builder streaks(Streaks streaks) {
      this.streaks = Objects.requireNonNull(streaks, "streaks");
      return this;
    }

    public Job build() {
      return new Job(this);
    }
  }
}
