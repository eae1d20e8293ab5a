package dev.duly.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A job on its way into a backend. What is wrong with one is found by {@link
 * dev.duly.backend.Capabilities#requireAcceptable}, all of it at once. An immutable value.
 */
public final class EncodedJob {
  private final JobId id;
  private final JobSpec spec;
  private final Payload payload;
  private final Timing timing;

  /** When it may start. */
  private record Timing(Due due, Optional<Instant> expiresAt) {
    static final Timing AT_ONCE = new Timing(Due.now(), Optional.empty());

    Timing {
      Objects.requireNonNull(due, "due");
      Objects.requireNonNull(expiresAt, "expiresAt");
    }
  }

  private EncodedJob(JobId id, JobSpec spec, Payload payload, Timing timing) {
    this.id = Objects.requireNonNull(id, "id");
    this.spec = Objects.requireNonNull(spec, "spec");
    this.payload = Objects.requireNonNull(payload, "payload");
    this.timing = timing;
  }

  /** Due at once. */
  public EncodedJob(JobId id, JobSpec spec, Payload payload) {
    this(id, spec, payload, Timing.AT_ONCE);
  }

  /** With every default, due at once. */
  public EncodedJob(JobId id, String type, String queue, Payload payload) {
    this(id, JobSpec.of(type, queue), payload);
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

  /** The budget of attempts. */
  public int maxAttempts() {
    return spec.maxAttempts();
  }

  /** The retry policy's text form. */
  public String retry() {
    return spec.retry();
  }

  /** How long an attempt may run. */
  public Duration timeout() {
    return spec.timeout();
  }

  public Due due() {
    return timing.due;
  }

  /** Not started by then, it is never started. */
  public Optional<Instant> expiresAt() {
    return timing.expiresAt;
  }

  public Labels labels() {
    return spec.labels();
  }

  /** Where it will be stored. */
  public JobRef ref() {
    return new JobRef(queue(), id);
  }

  public EncodedJob withPayload(Payload payload) {
    return new EncodedJob(id, spec, payload, timing);
  }

  public EncodedJob withDue(Due due) {
    return with(new Timing(due, timing.expiresAt));
  }

  public EncodedJob withExpiresAt(Optional<Instant> expiresAt) {
    return with(new Timing(timing.due, expiresAt));
  }

  private EncodedJob with(Timing other) {
    return other.equals(timing) ? this : new EncodedJob(id, spec, payload, other);
  }

  public EncodedJob withSpec(JobSpec spec) {
    return new EncodedJob(id, spec, payload, timing);
  }

  public EncodedJob withPriority(Priority priority) {
    return withSpec(spec.toBuilder().priority(priority).build());
  }

  public EncodedJob withMaxAttempts(int maxAttempts) {
    return withSpec(spec.toBuilder().maxAttempts(maxAttempts).build());
  }

  public EncodedJob withRetry(String retry) {
    return withSpec(spec.toBuilder().retry(retry).build());
  }

  public EncodedJob withTimeout(Duration timeout) {
    return withSpec(spec.toBuilder().timeout(timeout).build());
  }

  public EncodedJob withLabels(Labels labels) {
    return withSpec(spec.toBuilder().labels(labels).build());
  }

  /** Whether a stored job is this one sent again. */
  public boolean sameContent(String type, String queue, Payload payload) {
    return type().equals(type) && queue().equals(queue) && this.payload.sameContent(payload);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedJob job
        && id.equals(job.id)
        && spec.equals(job.spec)
        && payload.equals(job.payload)
        && timing.equals(job.timing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, spec, payload, timing);
  }

  @Override
  public String toString() {
    return id + " " + spec + " " + payload + " " + timing;
  }
}
