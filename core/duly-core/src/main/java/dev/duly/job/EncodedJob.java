package dev.duly.job;

import java.time.Duration;
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
  private final Terms terms;

  /** When it may start, and whether it is stored at all. */
  private record Terms(Due due, Optional<Due> expires, Unique unique) {
    static final Terms AT_ONCE = new Terms(Due.now(), Optional.empty(), Unique.DEFAULT);

    Terms {
      Objects.requireNonNull(due, "due");
      Objects.requireNonNull(expires, "expires");
      Objects.requireNonNull(unique, "unique");
    }
  }

  private EncodedJob(JobId id, JobSpec spec, Payload payload, Terms terms) {
    this.id = Objects.requireNonNull(id, "id");
    this.spec = Objects.requireNonNull(spec, "spec");
    this.payload = Objects.requireNonNull(payload, "payload");
    this.terms = terms;
  }

  /** Due at once. */
  public EncodedJob(JobId id, JobSpec spec, Payload payload) {
    this(id, spec, payload, Terms.AT_ONCE);
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
    return terms.due;
  }

  /** Not started by then, it is never started; a time is counted from its acceptance. */
  public Optional<Due> expires() {
    return terms.expires;
  }

  public Labels labels() {
    return spec.labels();
  }

  /** On which terms its key is unique; of no weight without {@link Labels#uniqueKey}. */
  public Unique unique() {
    return terms.unique;
  }

  /** Where it will be stored. */
  public JobRef ref() {
    return new JobRef(queue(), id);
  }

  public EncodedJob withPayload(Payload payload) {
    return new EncodedJob(id, spec, payload, terms);
  }

  public EncodedJob withDue(Due due) {
    return with(new Terms(due, terms.expires, terms.unique));
  }

  public EncodedJob withExpires(Optional<Due> expires) {
    return with(new Terms(terms.due, expires, terms.unique));
  }

  public EncodedJob withUnique(Unique unique) {
    return with(new Terms(terms.due, terms.expires, unique));
  }

  private EncodedJob with(Terms other) {
    return other.equals(terms) ? this : new EncodedJob(id, spec, payload, other);
  }

  public EncodedJob withSpec(JobSpec spec) {
    return new EncodedJob(id, spec, payload, terms);
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
        && terms.equals(job.terms);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, spec, payload, terms);
  }

  @Override
  public String toString() {
    return id + " " + spec + " " + payload + " " + terms;
  }
}
