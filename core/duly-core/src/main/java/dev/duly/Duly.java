package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.Transactions;
import dev.duly.backend.room.QueueRecord;
import dev.duly.engine.Env;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way in: enqueues jobs and makes workers. Thread-safe; one for the whole application. Closing
 * it closes its workers, then the backend.
 */
public final class Duly implements AutoCloseable {
  private final Backend backend;
  private final Codec codec;
  private final Env env;
  private final JobTypes types = new JobTypes();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Optional<String> producer = Optional.empty();

  private Duly(Backend backend, Codec codec, Env env) {
    this.backend = backend;
    this.codec = codec;
    this.env = env;
  }

  /** On this backend, which is closed with this. */
  public static Duly on(Backend backend, Codec codec) {
    return new Duly(backend, codec, Env.system());
  }

  /** With its own clock, randomness, ids and threads: for a simulator or a test. */
  public static Duly on(Backend backend, Codec codec, Env env) {
    return new Duly(backend, codec, env);
  }

  /**
   * Registers types that have settings of their own. A payload class with a {@link JobName} needs
   * no registration: its type has every default.
   */
  public Duly types(JobType<?, ?>... types) {
    Arrays.stream(types).forEach(this.types::add);
    return this;
  }

  /**
   * Names who enqueues here, such as an application: stamped on each job from now on that does not
   * name another, and shown with it.
   *
   * @throws IllegalArgumentException if it is not 1 to 64 characters
   */
  public Duly producer(String name) {
    this.producer = Optional.of(Names.requireProducer(name));
    return this;
  }

  /** The storage backend; use its {@code rooms()} to query and manage jobs. */
  public Backend backend() {
    return backend;
  }

  /**
   * The version of this library, such as {@code 0.1.0}.
   *
   * @throws IllegalStateException if the library was packed without it
   */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Duly.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties"));
    } catch (IOException | NullPointerException e) {
      throw new IllegalStateException("the library was packed without its version", e);
    }
    return properties.getProperty("version");
  }

  /**
   * How many jobs of a queue wait, those that are scheduled for later among them: for a producer
   * that is to wait when there are too many. 0 if there is no such queue.
   *
   * @throws UnsupportedOperationException if the backend cannot tell
   * @throws dev.duly.backend.BackendException if the engine failed
   */
  public long waiting(String queue) {
    Names.requireQueue(queue);
    return backend
        .rooms()
        .inspector()
        .orElseThrow(
            () -> new UnsupportedOperationException("this backend cannot count its waiting jobs"))
        .queues()
        .stream()
        .filter(record -> record.queue().equals(queue))
        .mapToLong(QueueRecord::waiting)
        .sum();
  }

  /**
   * A worker to be set up and started. It is closed with this.
   *
   * @throws IllegalStateException if this is closed
   */
  public WorkerBuilder worker() {
    requireOpen();
    return new WorkerBuilder(new WorkerBuilder.Parts(backend, codec, types, env), this::started);
  }

  /** A worker that was set up before this was closed, and started after it, ends at once. */
  private void started(Worker worker) {
    workers.add(worker);
    if (closed.get()) {
      worker.close();
      requireOpen();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "this Duly is closed: make one for the whole application, and close it when that ends");
    }
  }

  /**
   * Stores a job of this payload; it is durable when this returns.
   *
   * @throws IllegalArgumentException if it is null, a collection, a map or of another class that is
   *     surely a mistake, or has no job name; the message has the line to write instead
   * @throws dev.duly.backend.InvalidJobsException if it breaks a limit; the message names every
   *     problem
   * @throws dev.duly.backend.BackendException if the engine failed
   * @throws IllegalStateException if this is closed
   */
  public JobHandle enqueue(Object payload) {
    return enqueue(requirePayload(payload));
  }

  /**
   * Stores the job; it is durable when this returns. After a {@link
   * dev.duly.backend.BackendException} it may or may not be stored: enqueue the same object again,
   * and it is there once.
   *
   * @throws ConflictException if its id is taken by a job of other content
   * @throws dev.duly.backend.InvalidJobsException if it breaks a limit; the message names every
   *     problem
   * @throws dev.duly.backend.BackendException if the engine failed
   * @throws IllegalStateException if this is closed
   */
  public JobHandle enqueue(NewJob<?> job) {
    requireOpen();
    return handle(backend.enqueue(List.of(encode(job))).get(0));
  }

  static JobHandle handle(Enqueued answer) {
    if (answer instanceof Enqueued.Conflict conflict) {
      throw new ConflictException(conflict.id());
    }
    return new JobHandle(answer.id(), answer instanceof Enqueued.Stored);
  }

  /**
   * Stores the jobs in one round trip, all or none of them where the backend can. The answers are
   * in the order of the jobs; an id that is taken by a job of other content is an answer, too, and
   * no exception, and the other jobs are stored. After a {@link dev.duly.backend.BackendException}
   * enqueue the same objects again: each is there once.
   *
   * @throws IllegalArgumentException if an object without an id of its own is there twice
   * @throws dev.duly.backend.InvalidJobsException if any breaks a limit, or there are more than
   *     10,000; then none was stored
   * @throws dev.duly.backend.BackendException if the engine failed
   * @throws IllegalStateException if this is closed
   */
  public List<Enqueued> enqueueAll(Collection<? extends NewJob<?>> jobs) {
    requireOpen();
    requireEachOnce(jobs);
    return backend.enqueue(jobs.stream().map(this::encode).toList());
  }

  /** The same object again is the same job: a list of copies is several. */
  static void requireEachOnce(Collection<? extends NewJob<?>> jobs) {
    Set<GeneratedId> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (NewJob<?> job : jobs) {
      if (!seen.add(job.drawn()) && job.id().isEmpty()) {
        throw new IllegalArgumentException(
            "the same NewJob is in the bulk twice, and would be one job: make one for each, with"
                + " NewJob.of(..)");
      }
    }
  }

  /**
   * Enqueues in the caller's transaction: the jobs exist if and only if it commits, and workers see
   * them from then on.
   *
   * @param tx on the database that keeps the jobs, auto-commit off; it is neither committed nor
   *     closed
   * @throws UnsupportedOperationException if the backend has no transactions of the caller's
   */
  public TransactionalDuly within(Connection tx) {
    requireOpen();
    Transactions room =
        backend
            .rooms()
            .transactions()
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "this backend cannot store a job in your transaction: enqueue after the"
                            + " commit, or keep the jobs in the same database"));
    return new TransactionalDuly(this, room, tx);
  }

  <P> EncodedJob encode(NewJob<P> job) {
    JobType<?, ?> type = typeOf(job);
    Payload payload =
        job.payload() instanceof Payload raw ? raw : codec.encode(job.payload(), type.payload());
    JobId id = job.id().orElseGet(() -> job.drawn().get(env.ids()));
    JobSpec spec =
        JobSpec.builder(type.name(), job.queue().orElse(type.queue()))
            .priority(job.priority().orElse(type.priority()))
            .maxAttempts(job.maxAttempts().orElse(type.retry().attempts()))
            .retry(type.retry().text())
            .timeout(type.timeout())
            .labels(
                job.labels().producer().isPresent()
                    ? job.labels()
                    : job.labels().withProducer(producer))
            .build();
    return new EncodedJob(id, spec, payload).withDue(job.due()).withExpiresAt(job.expiresAt());
  }

  private <P> JobType<?, ?> typeOf(NewJob<P> job) {
    return job.type().isPresent() ? job.type().get() : types.of(job.payload().getClass());
  }

  /** Refuses what is surely a mistake, with the line to write instead. */
  static NewJob<?> requirePayload(@Nullable Object payload) {
    Optional<String> instead = Optional.empty();
    if (payload == null) {
      instead = Optional.of("enqueue(NewJob.of(JobType.raw(\"my_job\"), Payload.none()))");
    } else if (payload instanceof Collection || payload instanceof Object[]) {
      instead = Optional.of("enqueueAll(list of NewJob.of(payload))");
    } else if (payload instanceof Map) {
      instead = Optional.of("enqueue(NewJob.of(JobType.of(\"my_job\", Map.class), map))");
    } else if (payload instanceof Class || payload instanceof JobType) {
      instead = Optional.of("enqueue(NewJob.of(type, payload)) with the payload itself");
    } else if (payload instanceof Optional) {
      instead = Optional.of("optional.ifPresent(jobs::enqueue)");
    } else if (payload instanceof Payload) {
      instead = Optional.of("enqueue(NewJob.of(JobType.raw(\"my_job\"), payload))");
    } else if (payload instanceof Runnable || payload.getClass().isSynthetic()) {
      instead = Optional.of("enqueue(a record with a @JobName): code is not data");
    } else if (payload.getClass().getName().startsWith("java.")) {
      instead = Optional.of("enqueue(a record with a @JobName that has it as a field)");
    }
    if (payload == null || instead.isPresent()) {
      throw new IllegalArgumentException(
          kindOf(payload) + " cannot be enqueued directly; write " + instead.orElseThrow());
    }
    return NewJob.of(payload);
  }

  /** The kind by the name that people use, not the class behind it, such as {@code Map1}. */
  private static String kindOf(@Nullable Object payload) {
    if (payload == null) {
      return "null";
    } else if (payload instanceof List) {
      return "a List";
    } else if (payload instanceof Map) {
      return "a Map";
    } else if (payload instanceof Collection) {
      return "a collection";
    } else if (payload instanceof Runnable || payload.getClass().isSynthetic()) {
      return "a lambda or a Runnable";
    }
    return "a " + payload.getClass().getSimpleName();
  }

  /**
   * Closes the workers, each with 25 s for what runs, then the backend. Called a second time, it
   * does nothing. Called by a handler, it returns at once, and the rest is done when that handler
   * has returned.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    } else if (workers.stream().anyMatch(Worker::isHandledHere)) {
      new Thread(this::closeNow, "duly-close").start();
    } else {
      closeNow();
    }
  }

  private void closeNow() {
    workers.forEach(Worker::close);
    backend.close();
  }
}
