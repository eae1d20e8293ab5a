package dev.duly.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job on its way into a backend. What is wrong with one is found by {@link
 * dev.duly.backend.Capabilities#requireAcceptable}, all of it at once.
 *
 * @param retry the policy's text form
 * @param timeout how long an attempt may run
 */
public record EncodedJob(
    JobId id,
    String type,
    String queue,
    Priority priority,
    Payload payload,
    int maxAttempts,
    String retry,
    Duration timeout,
    Due due,
    Optional<Instant> expiresAt,
    Labels labels) {
  public static final int MAX_ATTEMPTS_DEFAULT = 5;
  public static final String RETRY_DEFAULT = "10s 30s 2m 10m ±20%";
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(15);

  /** A job with every default, due at once. */
  public EncodedJob(JobId id, String type, String queue, Payload payload) {
    this(
        id,
        type,
        queue,
        Priority.NORMAL,
        payload,
        MAX_ATTEMPTS_DEFAULT,
        RETRY_DEFAULT,
        TIMEOUT_DEFAULT,
        Due.now(),
        Optional.empty(),
        Labels.NONE);
  }

  public EncodedJob withPayload(Payload payload) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withPriority(Priority priority) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withDue(Due due) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withMaxAttempts(int maxAttempts) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withRetry(String retry) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withTimeout(Duration timeout) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  public EncodedJob withLabels(Labels labels) {
    return new EncodedJob(
        id, type, queue, priority, payload, maxAttempts, retry, timeout, due, expiresAt, labels);
  }

  /** Where it will be stored. */
  public JobRef ref() {
    return new JobRef(queue, id);
  }

  /** Whether a stored job is this one sent again. */
  public boolean sameContent(String type, String queue, Payload payload) {
    return this.type.equals(type) && this.queue.equals(queue) && this.payload.sameContent(payload);
  }
}
