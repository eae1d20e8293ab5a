package dev.duly;

import dev.duly.job.DurationText;
import dev.duly.job.JobSpec;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Duration;

/**
 * A kind of job: its stored name, the classes of its payload and result, and the one home of its
 * settings. An immutable value, best a constant.
 *
 * @param <P> what a handler is given
 * @param <R> what it returns; {@link Void} if nothing
 * @param payload {@link Payload} itself stands for raw bytes that no codec touches
 * @param queue where its jobs go, {@code default} by default
 * @param retry when it runs again after a failure
 * @param timeout how long an attempt may run, 15 minutes by default
 */
public record JobType<P, R>(
    String name,
    Class<P> payload,
    Class<R> result,
    String queue,
    Priority priority,
    RetryPolicy retry,
    Duration timeout) {
  /** The queue of a type that names none. */
  public static final String QUEUE_DEFAULT = "default";

  /**
   * Checks the names and the timeout.
   *
   * @throws IllegalArgumentException naming the value and the limit
   */
  public JobType {
    Names.requireType(name);
    Names.requireQueue(queue);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          name + ": timeout must be positive, was " + DurationText.shown(timeout));
    }
  }

  /**
   * The type of this payload class, with every default.
   *
   * @throws JobNameMissingException if the class has no {@link JobName}
   */
  public static <P> JobType<P, Void> of(Class<P> payload) {
    JobName name = payload.getAnnotation(JobName.class);
    if (name == null) {
      throw new JobNameMissingException(payload);
    }
    return of(name.value(), payload);
  }

  /** A type named here instead of at its payload class. */
  public static <P> JobType<P, Void> of(String name, Class<P> payload) {
    return new JobType<>(
        name,
        payload,
        Void.class,
        QUEUE_DEFAULT,
        Priority.NORMAL,
        RetryPolicy.DEFAULT,
        JobSpec.TIMEOUT_DEFAULT);
  }

  /** A type whose payload is taken as it is. */
  public static JobType<Payload, Void> raw(String name) {
    return of(name, Payload.class);
  }

  /** Its handler's return value is kept with the job. */
  public <T> JobType<P, T> returning(Class<T> result) {
    return new JobType<>(name, payload, result, queue, priority, retry, timeout);
  }

  /**
   * Its jobs go to this queue, unless one names another.
   *
   * @throws IllegalArgumentException if it is no name of a queue
   */
  public JobType<P, R> queue(String queue) {
    return new JobType<>(name, payload, result, queue, priority, retry, timeout);
  }

  /** Its jobs have this priority, unless one has another; normal by default. */
  public JobType<P, R> priority(Priority priority) {
    return new JobType<>(name, payload, result, queue, priority, retry, timeout);
  }

  /** Its jobs are retried like this; {@link RetryPolicy#DEFAULT} by default. */
  public JobType<P, R> retry(RetryPolicy retry) {
    return new JobType<>(name, payload, result, queue, priority, retry, timeout);
  }

  /**
   * An attempt may run for so long; then its thread is interrupted. 15 minutes by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public JobType<P, R> timeout(Duration timeout) {
    return new JobType<>(name, payload, result, queue, priority, retry, timeout);
  }
}
