package dev.duly;

import dev.duly.job.DurationText;
import dev.duly.job.JobSpec;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of job: its stored name, the types of its payload and result, and the one home of its
 * settings. An immutable value, best a constant; equal to one with the same of everything.
 *
 * @param <P> what a handler is given
 * @param <R> what it returns; {@link Void} if nothing
 */
public final class JobType<P, R> {
  /** The queue of a type that names none. */
  public static final String QUEUE_DEFAULT = "default";

  private final Settings settings;

  private record Settings(
      String name,
      Type payload,
      Type result,
      String queue,
      Priority priority,
      RetryPolicy retry,
      Duration timeout,
      Function<Object, @Nullable String> group) {
    Settings {
      Names.requireType(name);
      Names.requireQueue(queue);
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            name + ": timeout must be positive, was " + DurationText.shown(timeout));
      }
    }
  }

  private static final GroupOfAll NO_GROUP = new GroupOfAll(null);

  /** One group key for all of a type; null: none. */
  private record GroupOfAll(@Nullable String key) implements Function<Object, @Nullable String> {
    @Override
    public @Nullable String apply(Object payload) {
      return key;
    }
  }

  private JobType(Settings settings) {
    this.settings = settings;
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
    return of(name, (Type) payload);
  }

  /** One whose payload has type parameters: {@code new TypeRef<List<Order>>() {}}. */
  public static <P> JobType<P, Void> of(String name, TypeRef<P> payload) {
    return of(name, payload.type());
  }

  private static <P> JobType<P, Void> of(String name, Type payload) {
    return new JobType<>(
        new Settings(
            name,
            payload,
            Void.class,
            QUEUE_DEFAULT,
            Priority.NORMAL,
            RetryPolicy.DEFAULT,
            JobSpec.TIMEOUT_DEFAULT,
            NO_GROUP));
  }

  /** A type whose payload is taken as it is. */
  public static JobType<Payload, Void> raw(String name) {
    return of(name, Payload.class);
  }

  /** Its handler's return value is kept with the job. */
  public <T> JobType<P, T> returning(Class<T> result) {
    return returning((Type) result);
  }

  /** The same of a result with type parameters. */
  public <T> JobType<P, T> returning(TypeRef<T> result) {
    return returning(result.type());
  }

  private <T> JobType<P, T> returning(Type result) {
    return new JobType<>(
        new Settings(
            name(), payload(), result, queue(), priority(), retry(), timeout(), settings.group));
  }

  /**
   * Its jobs go to this queue, unless one names another; {@code default} by default.
   *
   * @throws IllegalArgumentException if it is no name of a queue
   */
  public JobType<P, R> queue(String queue) {
    return new JobType<>(
        new Settings(
            name(), payload(), result(), queue, priority(), retry(), timeout(), settings.group));
  }

  /** Its jobs have this priority, unless one has another; normal by default. */
  public JobType<P, R> priority(Priority priority) {
    return new JobType<>(
        new Settings(
            name(), payload(), result(), queue(), priority, retry(), timeout(), settings.group));
  }

  /** Its jobs are retried like this; {@link RetryPolicy#DEFAULT} by default. */
  public JobType<P, R> retry(RetryPolicy retry) {
    return new JobType<>(
        new Settings(
            name(), payload(), result(), queue(), priority(), retry, timeout(), settings.group));
  }

  /**
   * An attempt may run for so long; then its thread is interrupted. 15 minutes by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public JobType<P, R> timeout(Duration timeout) {
    return new JobType<>(
        new Settings(
            name(), payload(), result(), queue(), priority(), retry(), timeout, settings.group));
  }

  /** Its jobs have this group key, unless one has another; see {@link NewJob#group}. */
  public JobType<P, R> group(String key) {
    return grouped(new GroupOfAll(Objects.requireNonNull(key, "key")));
  }

  /**
   * Each of its jobs has the group key that this makes of its payload, or none if that is null:
   * {@code group(mail -> "tenant:" + mail.tenant())}. It runs where jobs are enqueued.
   */
  @SuppressWarnings("unchecked") // it is asked about payloads of this type alone
  public JobType<P, R> group(Function<? super P, ? extends @Nullable String> keyOf) {
    return grouped(payload -> keyOf.apply((P) payload));
  }

  private JobType<P, R> grouped(Function<Object, @Nullable String> group) {
    return new JobType<>(
        new Settings(name(), payload(), result(), queue(), priority(), retry(), timeout(), group));
  }

  /** Whether its jobs have one group key, or none. */
  boolean isGroupedAlike() {
    return settings.group instanceof GroupOfAll;
  }

  /** The group key of a job with this payload, if it names none itself. */
  Optional<String> groupOf(Object payload) {
    return Optional.ofNullable(settings.group.apply(payload));
  }

  /** As its jobs are stored with it. */
  public String name() {
    return settings.name;
  }

  /** What a handler is given; {@link Payload} itself stands for raw bytes that no codec touches. */
  public Type payload() {
    return settings.payload;
  }

  /** What a handler returns; {@code Void.class} if nothing. */
  public Type result() {
    return settings.result;
  }

  /** Where its jobs go. */
  public String queue() {
    return settings.queue;
  }

  /** What its jobs have. */
  public Priority priority() {
    return settings.priority;
  }

  /** When a job runs again after a failure. */
  public RetryPolicy retry() {
    return settings.retry;
  }

  /** How long an attempt may run. */
  public Duration timeout() {
    return settings.timeout;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobType<?, ?> that && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  /** Its name. */
  @Override
  public String toString() {
    return name();
  }
}
