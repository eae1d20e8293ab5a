package dev.duly;

import dev.duly.job.Due;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job to be enqueued: its payload and what differs from its type's settings. An immutable value;
 * every method returns another, which is another job unless it was given an id.
 *
 * <p>Enqueued again, it is the same job: after a lost answer, send the same object again.
 *
 * @param type empty: found by the payload's class
 * @param id empty: a new one, drawn when it is enqueued first
 * @param drawn that id
 */
public record NewJob<P>(
    P payload,
    Optional<JobType<P, ?>> type,
    Optional<JobId> id,
    Optional<String> queue,
    Optional<Priority> priority,
    OptionalInt maxAttempts,
    Due due,
    Optional<Instant> expiresAt,
    Labels labels,
    GeneratedId drawn) {

  /** A job of the type that belongs to the payload's class. */
  public static <P> NewJob<P> of(P payload) {
    return of(Optional.empty(), payload);
  }

  /** A job of this type. */
  public static <P> NewJob<P> of(JobType<P, ?> type, P payload) {
    return of(Optional.of(type), payload);
  }

  private static <P> NewJob<P> of(Optional<JobType<P, ?>> type, P payload) {
    return new NewJob<>(
        payload,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Due.now(),
        Optional.empty(),
        Labels.NONE,
        new GeneratedId());
  }

  /**
   * Your own id: enqueueing it again makes no second job. 1 to 64 characters of {@code A-Z a-z 0-9
   * . _ : -}.
   */
  public NewJob<P> id(String id) {
    return new NewJob<>(
        payload,
        type,
        Optional.of(new JobId(id)),
        queue,
        priority,
        maxAttempts,
        due,
        expiresAt,
        labels,
        new GeneratedId());
  }

  /** The queue, in place of the type's. */
  public NewJob<P> queue(String queue) {
    return new NewJob<>(
        payload,
        type,
        id,
        Optional.of(queue),
        priority,
        maxAttempts,
        due,
        expiresAt,
        labels,
        new GeneratedId());
  }

  /** The priority, in place of the type's. */
  public NewJob<P> priority(Priority priority) {
    return new NewJob<>(
        payload,
        type,
        id,
        queue,
        Optional.of(priority),
        maxAttempts,
        due,
        expiresAt,
        labels,
        new GeneratedId());
  }

  /** The budget, in place of the type's. */
  public NewJob<P> maxAttempts(int maxAttempts) {
    return new NewJob<>(
        payload,
        type,
        id,
        queue,
        priority,
        OptionalInt.of(maxAttempts),
        due,
        expiresAt,
        labels,
        new GeneratedId());
  }

  /** Due after a while, by the engine's clock. */
  public NewJob<P> delay(Duration delay) {
    return due(new Due.In(delay));
  }

  /** Due at an instant; a past one means at once. */
  public NewJob<P> at(Instant instant) {
    return due(new Due.At(instant));
  }

  private NewJob<P> due(Due due) {
    return new NewJob<>(
        payload, type, id, queue, priority, maxAttempts, due, expiresAt, labels, new GeneratedId());
  }

  /** Cancels the job if it has not started by this time. */
  public NewJob<P> expiresAt(Instant end) {
    return new NewJob<>(
        payload,
        type,
        id,
        queue,
        priority,
        maxAttempts,
        due,
        Optional.of(end),
        labels,
        new GeneratedId());
  }

  /** Adds a tag, by which jobs can be found; at most 64 of at most 256 characters. */
  public NewJob<P> tag(String tag) {
    List<String> tags = new ArrayList<>(labels.tags());
    tags.add(tag);
    return labels(
        new Labels(
            labels.uniqueKey(), labels.groupKey(), tags, labels.headers(), labels.producer()));
  }

  /** Carried to the handler untouched, such as trace context. */
  public NewJob<P> header(String name, String value) {
    Map<String, String> headers = new HashMap<>(labels.headers());
    headers.put(name, value);
    return labels(
        new Labels(
            labels.uniqueKey(), labels.groupKey(), labels.tags(), headers, labels.producer()));
  }

  /** Who enqueues it, in place of {@link Duly#producer}. */
  public NewJob<P> producer(String name) {
    return labels(labels.withProducer(Optional.of(Names.requireProducer(name))));
  }

  private NewJob<P> labels(Labels labels) {
    return new NewJob<>(
        payload, type, id, queue, priority, maxAttempts, due, expiresAt, labels, new GeneratedId());
  }
}
