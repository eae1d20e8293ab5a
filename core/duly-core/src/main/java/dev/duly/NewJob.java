package dev.duly;

import dev.duly.backend.ClaimRef;
import dev.duly.job.Due;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.OnConflict;
import dev.duly.job.Priority;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A job to be enqueued: its payload and what differs from its type's settings. An immutable value;
 * every method returns another, which is another job unless it was given an id.
 *
 * <p>Enqueued again, it is the same job: after a lost answer, send the same object again.
 *
 * @param <P> what its handler is given
 * @param <R> what its handler returns; {@link Void} if nothing
 */
public final class NewJob<P, R> {
  private final P payload;
  private final Optional<JobType<P, R>> type;
  private final Settings settings; // not changed any more
  private final GeneratedId drawn = new GeneratedId();

  /** What is said of a job; while one is made, it changes. */
  private static final class Settings {
    private Optional<JobId> id = Optional.empty();
    private Optional<String> idProblem = Optional.empty();
    private Optional<String> queue = Optional.empty();
    private Optional<Priority> priority = Optional.empty();
    private OptionalInt maxAttempts = OptionalInt.empty();
    private Optional<RetryPolicy> retry = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Due due = Due.now();
    private Optional<Due> expires = Optional.empty();
    private Labels labels = Labels.NONE;
    private Unique unique = Unique.DEFAULT;
    private boolean uniqueByPayload;

    private Settings copy() {
      Settings copy = new Settings();
      copy.id = id;
      copy.idProblem = idProblem;
      copy.queue = queue;
      copy.priority = priority;
      copy.maxAttempts = maxAttempts;
      copy.retry = retry;
      copy.timeout = timeout;
      copy.due = due;
      copy.expires = expires;
      copy.labels = labels;
      copy.unique = unique;
      copy.uniqueByPayload = uniqueByPayload;
      return copy;
    }
  }

  private NewJob(P payload, Optional<JobType<P, R>> type, Settings settings) {
    this.payload = payload;
    this.type = type;
    this.settings = settings;
  }

  /** A job of the type that belongs to the payload's class. */
  public static <P> NewJob<P, Void> of(P payload) {
    return new NewJob<>(payload, Optional.empty(), new Settings());
  }

  /** A job of this type. */
  public static <P, R> NewJob<P, R> of(JobType<P, R> type, P payload) {
    return new NewJob<>(payload, Optional.of(type), new Settings());
  }

  private NewJob<P, R> with(Consumer<Settings> change) {
    Settings changed = settings.copy();
    change.accept(changed);
    return new NewJob<>(payload, type, changed);
  }

  /**
   * Your own id: enqueueing it again makes no second job. 1 to 64 characters of {@code A-Z a-z 0-9
   * . _ : -}.
   */
  public NewJob<P, R> id(String id) {
    Optional<String> problem = JobId.problemWith(Objects.requireNonNull(id, "id"));
    return with(
        s -> {
          s.idProblem = problem;
          s.id = problem.isPresent() ? Optional.empty() : Optional.of(new JobId(id));
        });
  }

  /** The queue, in place of the type's. */
  public NewJob<P, R> queue(String queue) {
    return with(s -> s.queue = Optional.of(queue));
  }

  /** The priority, in place of the type's. */
  public NewJob<P, R> priority(Priority priority) {
    return with(s -> s.priority = Optional.of(priority));
  }

  /** The budget, in place of the type's. */
  public NewJob<P, R> maxAttempts(int maxAttempts) {
    return with(s -> s.maxAttempts = OptionalInt.of(maxAttempts));
  }

  /**
   * When it runs again after a failure and how often, in place of the type's policy. Which errors
   * make it a dead letter at once stays with the worker's type.
   */
  public NewJob<P, R> retry(RetryPolicy retry) {
    return with(s -> s.retry = Optional.of(retry));
  }

  /** How long an attempt may run, in place of the type's. */
  public NewJob<P, R> timeout(Duration timeout) {
    return with(s -> s.timeout = Optional.of(timeout));
  }

  /** Due after a while, by the engine's clock. */
  public NewJob<P, R> delay(Duration delay) {
    return with(s -> s.due = new Due.In(delay));
  }

  /** Due at an instant; a past one means at once. */
  public NewJob<P, R> at(Instant instant) {
    return with(s -> s.due = new Due.At(instant));
  }

  /**
   * Cancels the job if it has not started by this time: it ends when a worker meets it, with the
   * reason {@code expired}. A job that has started once runs again, however late.
   */
  public NewJob<P, R> expiresAt(Instant end) {
    return with(s -> s.expires = Optional.of(new Due.At(end)));
  }

  /** The same after a while from its acceptance, by the engine's clock; at most as a delay is. */
  public NewJob<P, R> expiresIn(Duration time) {
    return with(s -> s.expires = Optional.of(new Due.In(time)));
  }

  /**
   * One job of this key at a time: while another one holds it, this is not stored. Held until the
   * job has finished. Other than its own id, which names one job for ever, the key is free again
   * then.
   *
   * @param key 1 to 200 characters, none of them a control character; of all queues together, where
   *     the backend can
   */
  public NewJob<P, R> unique(String key) {
    Objects.requireNonNull(key, "key");
    return labels(settings.labels.withUniqueKey(key)).with(s -> s.uniqueByPayload = false);
  }

  /** The same, held until then: {@code unique("reindex", Until.started())}. */
  public NewJob<P, R> unique(String key, Until until) {
    return unique(key).unique(s -> s.unique.withUntil(until));
  }

  /** One job of this payload at a time: the key is its type and the SHA-256 of its payload. */
  public NewJob<P, R> unique() {
    return with(s -> s.uniqueByPayload = true);
  }

  /** The same, held until then: {@code unique(Until.after(Duration.ofMinutes(10)))}. */
  public NewJob<P, R> unique(Until until) {
    return unique().unique(s -> s.unique.withUntil(until));
  }

  /** What becomes of it while another job holds its key, in place of {@code RETURN_EXISTING}. */
  public NewJob<P, R> onConflict(OnConflict onConflict) {
    return unique(s -> s.unique.withOnConflict(onConflict));
  }

  private NewJob<P, R> unique(Function<Settings, Unique> change) {
    return with(s -> s.unique = change.apply(s));
  }

  /**
   * Jobs of one queue and priority that have group keys take turns, key by key, so that a key with
   * many jobs holds up no other; in place of the type's. A limit may be of a key.
   *
   * @param key 1 to 128 characters, neither control characters nor {@code *}
   */
  public NewJob<P, R> group(String key) {
    return labels(settings.labels.withGroupKey(Objects.requireNonNull(key, "key")));
  }

  /** Adds a tag, by which jobs can be found; at most 64 of at most 256 characters. */
  public NewJob<P, R> tag(String tag) {
    return labels(settings.labels.withTag(Objects.requireNonNull(tag, "tag")));
  }

  /** Carried to the handler untouched, such as trace context. */
  public NewJob<P, R> header(String name, String value) {
    Objects.requireNonNull(name, "name");
    return labels(settings.labels.withHeader(name, Objects.requireNonNull(value, "value")));
  }

  /**
   * Has the worker that ends it tell other processes at once: those that {@link JobHandle#await}
   * its end hear within milliseconds, not within a quarter of a second. Costs a small message when
   * the job ends.
   */
  public NewJob<P, R> awaited() {
    return header(ClaimRef.AWAITED, "1");
  }

  /** Who enqueues it, in place of {@link Duly.Builder#producer}. */
  public NewJob<P, R> producer(String name) {
    return labels(settings.labels.withProducer(Optional.of(Names.requireProducer(name))));
  }

  private NewJob<P, R> labels(Labels labels) {
    return with(s -> s.labels = labels);
  }

  /** Whether it says nothing of what jobs of its type have in common. */
  boolean isPlain() {
    return settings.queue.isEmpty()
        && settings.priority.isEmpty()
        && settings.maxAttempts.isEmpty()
        && settings.retry.isEmpty()
        && settings.timeout.isEmpty()
        && settings.labels.equals(Labels.NONE)
        && !settings.uniqueByPayload;
  }

  public P payload() {
    return payload;
  }

  /** Empty: found by the payload's class. */
  public Optional<JobType<P, R>> type() {
    return type;
  }

  /** What is wrong with the id that it was given; told with all else when it is enqueued. */
  Optional<String> idProblem() {
    return settings.idProblem;
  }

  /** Empty: a new one is drawn when it is enqueued first. */
  public Optional<JobId> id() {
    return settings.id;
  }

  public Optional<String> queue() {
    return settings.queue;
  }

  public Optional<Priority> priority() {
    return settings.priority;
  }

  public OptionalInt maxAttempts() {
    return settings.maxAttempts;
  }

  public Optional<RetryPolicy> retry() {
    return settings.retry;
  }

  public Optional<Duration> timeout() {
    return settings.timeout;
  }

  public Due due() {
    return settings.due;
  }

  /** When it expires, if it does. */
  public Optional<Due> expires() {
    return settings.expires;
  }

  public Labels labels() {
    return settings.labels;
  }

  /** On which terms its key is unique. */
  public Unique uniqueness() {
    return settings.unique;
  }

  /** Whether its key is made of its payload. */
  boolean isUniqueByPayload() {
    return settings.uniqueByPayload;
  }

  /** The id that is drawn for it. */
  GeneratedId drawn() {
    return drawn;
  }

  @Override
  public String toString() {
    return type.map(JobType::name).orElse(payload.getClass().getSimpleName())
        + settings.id.map(id -> " " + id).orElse("");
  }

  /**
   * The id of a job that was not given one: drawn once, so that enqueueing the same object again is
   * the same job. Thread-safe. Of no weight when jobs are compared.
   */
  static final class GeneratedId {
    private @Nullable JobId id; // guarded by this

    synchronized JobId get(Supplier<JobId> ids) {
      if (id == null) {
        id = ids.get();
      }
      return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GeneratedId;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public synchronized String toString() {
      return String.valueOf(id);
    }
  }
}
