package dev.duly.job;

import java.time.Duration;
import java.util.Objects;

/**
 * What jobs of one kind have in common. Many jobs share one, so that it is made once and compared
 * by its identity first. What is wrong with one is found by {@link
 * dev.duly.backend.Capabilities#requireAcceptable}, all of it at once. An immutable value.
 */
public final class JobSpec {
  /** The budget of attempts. */
  public static final int MAX_ATTEMPTS_DEFAULT = 5;

  /** The text form of a retry policy. */
  public static final String RETRY_DEFAULT = "10s 30s 2m 10m ±20%";

  /** How long an attempt may run. */
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(15);

  private final String type;
  private final String queue;
  private final Priority priority;
  private final int maxAttempts;
  private final String retry;
  private final Duration timeout;
  private final Labels labels;

  private JobSpec(Builder from) {
    this.type = from.type;
    this.queue = from.queue;
    this.priority = from.priority;
    this.maxAttempts = from.maxAttempts;
    this.retry = from.retry;
    this.timeout = from.timeout;
    this.labels = from.labels;
  }

  /** With every default. */
  public static JobSpec of(String type, String queue) {
    return builder(type, queue).build();
  }

  public static Builder builder(String type, String queue) {
    return new Builder(type, queue);
  }

  /** A builder that begins with these values. */
  public Builder toBuilder() {
    return new Builder(type, queue)
        .priority(priority)
        .maxAttempts(maxAttempts)
        .retry(retry)
        .timeout(timeout)
        .labels(labels);
  }

  public String type() {
    return type;
  }

  public String queue() {
    return queue;
  }

  public Priority priority() {
    return priority;
  }

  /** The budget of attempts. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** The retry policy's text form, stamped at enqueue. */
  public String retry() {
    return retry;
  }

  /** How long an attempt may run. */
  public Duration timeout() {
    return timeout;
  }

  public Labels labels() {
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof JobSpec spec
            && type.equals(spec.type)
            && queue.equals(spec.queue)
            && priority == spec.priority
            && maxAttempts == spec.maxAttempts
            && retry.equals(spec.retry)
            && timeout.equals(spec.timeout)
            && labels.equals(spec.labels));
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, queue, priority, maxAttempts, retry, timeout, labels);
  }

  @Override
  public String toString() {
    return String.join(
        " ", type, queue, priority.text(), "" + maxAttempts, retry, "" + timeout, "" + labels);
  }

  /** Makes a spec; what is not said has its default. Not thread-safe. */
  public static final class Builder {
    private String type;
    private String queue;
    private Priority priority = Priority.NORMAL;
    private int maxAttempts = MAX_ATTEMPTS_DEFAULT;
    private String retry = RETRY_DEFAULT;
    private Duration timeout = TIMEOUT_DEFAULT;
    private Labels labels = Labels.NONE;

    private Builder(String type, String queue) {
      this.type = Objects.requireNonNull(type, "type");
      this.queue = Objects.requireNonNull(queue, "queue");
    }

    public Builder type(String type) {
      this.type = Objects.requireNonNull(type, "type");
      return this;
    }

    public Builder queue(String queue) {
      this.queue = Objects.requireNonNull(queue, "queue");
      return this;
    }

    public Builder priority(Priority priority) {
      this.priority = Objects.requireNonNull(priority, "priority");
      return this;
    }

    /** The budget of attempts. */
    public Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** The retry policy's text form. */
    public Builder retry(String retry) {
      this.retry = Objects.requireNonNull(retry, "retry");
      return this;
    }

    /** How long an attempt may run. */
    public Builder timeout(Duration timeout) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    public Builder labels(Labels labels) {
      this.labels = Objects.requireNonNull(labels, "labels");
      return this;
    }

    public JobSpec build() {
      return new JobSpec(this);
    }
  }
}
