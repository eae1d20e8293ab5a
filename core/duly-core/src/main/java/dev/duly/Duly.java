package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.engine.Ends;
import dev.duly.engine.Env;
import dev.duly.engine.Events;
import dev.duly.engine.schedule.ScheduleClock;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobRef;
import dev.duly.job.LibraryVersion;
import dev.duly.job.Names;
import dev.duly.limit.Limit;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;
  private final Optional<String> producer;
  private final Encoder encoder;
  private final Interceptors interceptors;
  private final List<JobListener> listeners;
  private final JobEnds ends;
  private final Optional<ScheduleClock> clock;

  private Duly(Builder from, Backend backend, Codec codec) {
    this.backend = backend;
    this.codec = codec;
    this.env = from.env;
    this.producer = from.producer;
    this.interceptors = new Interceptors(from.interceptors);
    this.listeners = List.copyOf(from.listeners);
    from.types.forEach(types::add);
    this.encoder = new Encoder(codec, types, env.ids(), producer);
    this.ends = new JobEnds(backend.rooms().results().map(Ends::new), codec, workers);
    this.clock = ScheduleClock.of(backend, producer);
  }

  /** On this backend, which is closed with this; the short way. */
  public static Duly on(Backend backend, Codec codec) {
    return builder().backend(backend).codec(codec).build();
  }

  /** With types, a producer's name and more; {@link Builder#build} needs a backend and a codec. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes a {@link Duly}, which does not change afterwards. Not thread-safe. */
  public static final class Builder {
    private @Nullable Backend backend;
    private @Nullable Codec codec;
    private Env env = Env.system();
    private Optional<String> producer = Optional.empty();
    private final List<JobType<?, ?>> types = new ArrayList<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<JobListener> listeners = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Builder() {}

    /** Where jobs are kept; it is closed with what is built. */
    public Builder backend(Backend backend) {
      this.backend = backend;
      return this;
    }

    /** Turns payloads into bytes and back. */
    public Builder codec(Codec codec) {
      this.codec = codec;
      return this;
    }

    /** Its own clock, randomness, ids and threads: for a simulator or a test. */
    public Builder env(Env env) {
      this.env = env;
      return this;
    }

    /**
     * Registers types that have settings of their own. A payload class with a {@link JobName} needs
     * no registration: its type has every default.
     */
    public Builder types(JobType<?, ?>... types) {
      this.types.addAll(List.of(types));
      return this;
    }

    /**
     * Names who enqueues here, such as an application: stamped on each job that does not name
     * another, and shown with it. 1 to 64 characters.
     */
    public Builder producer(String name) {
      try {
        this.producer = Optional.of(Names.requireProducer(name));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
      return this;
    }

    /** Stands around each enqueue and each handler; the first that is added is the outermost. */
    public Builder interceptor(Interceptor interceptor) {
      interceptors.add(interceptor);
      return this;
    }

    /** Hears what becomes of the jobs that its workers claim. */
    public Builder listener(JobListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Builds it; nothing is asked of the backend.
     *
     * @throws IllegalArgumentException naming everything that is wrong or missing, or that the
     *     backend does not offer
     */
    public Duly build() {
      List<String> wrong = new ArrayList<>(problems);
      if (backend == null) {
        wrong.add("it has no backend: add .backend(SqliteBackend.file(\"duly.db\"))");
      } else {
        wrong.addAll(Preflight.gaps(backend.capabilities(), types));
      }
      if (codec == null) {
        wrong.add("it has no codec: add .codec(JacksonCodec.standard())");
      }
      if (backend == null || codec == null || !wrong.isEmpty()) {
        throw new IllegalArgumentException("Duly was not built: " + String.join("; ", wrong));
      }
      return new Duly(this, backend, codec);
    }
  }

  /** The storage backend; what applications ask of it is in {@link #jobs}. */
  public Backend backend() {
    return backend;
  }

  /**
   * The version of this library, such as {@code 0.1.0}.
   *
   * @throws IllegalStateException if the library was packed without it
   */
  public static String version() {
    return LibraryVersion.text();
  }

  /** Finds stored jobs, lists them and acts on them; the audit has the producer's name. */
  public Jobs jobs() {
    return new Jobs(this, producer.orElse("application"));
  }

  /**
   * A worker to be set up and started. It is closed with this.
   *
   * @throws IllegalStateException if this is closed
   */
  public WorkerBuilder worker() {
    require(!closing.get());
    return new WorkerBuilder(
        new WorkerBuilder.Parts(backend, codec, types, encoder, interceptors, this::eventsOf, env),
        this::started);
  }

  /** What happens in a worker of this name, told to everyone here who hears of it. */
  private Events eventsOf(String worker) {
    return ends.heard(ToldListeners.of(listeners, worker));
  }

  /** A worker that was set up before this was closed, and started after it, ends at once. */
  private void started(Worker worker) {
    workers.add(worker);
    if (closing.get()) {
      worker.close();
      require(false);
    }
    clock.ifPresent(ScheduleClock::start);
  }

  /** Handlers that finish while this is being closed may still enqueue, look and act. */
  void requireOpen() {
    require(!closed);
  }

  private static void require(boolean open) {
    if (!open) {
      throw new IllegalStateException("this Duly is closed: make one for the whole application");
    }
  }

  /**
   * Stores a job of this payload; it is durable when this returns. See {@link #enqueue(NewJob)}.
   *
   * @throws IllegalArgumentException if it is null, a collection, a map or of another class that is
   *     surely a mistake, or has no job name; the message has the line to write instead
   */
  public JobHandle<?> enqueue(Object payload) {
    return enqueue(PayloadMistakes.requirePayload(payload));
  }

  /** Stores a job of this type; see {@link #enqueue(NewJob)}. */
  public <P, R> JobHandle<R> enqueue(JobType<P, R> type, P payload) {
    return enqueue(NewJob.of(type, payload));
  }

  /**
   * Stores the job; it is durable when this returns. After an {@link EnqueueFailedException} it may
   * or may not be stored: enqueue the same object again, and it is there once.
   *
   * @throws ConflictException if its id is taken by a job of other content
   * @throws dev.duly.backend.InvalidJobsException if it breaks a limit; the message names every
   *     problem
   * @throws EnqueueFailedException if the engine failed
   * @throws IllegalStateException if this is closed
   */
  public <P, R> JobHandle<R> enqueue(NewJob<P, R> job) {
    requireOpen();
    return Encoder.Bulk.single(job, enqueue(List.of(job), backend::enqueue));
  }

  /**
   * Stores the jobs in one round trip, all or none of them where the backend can. The answers are
   * in the order of the jobs; an id that is taken by a job of other content is an answer, too, and
   * no exception ({@link JobHandle#isConflict}), and the other jobs are stored. After an {@link
   * EnqueueFailedException} enqueue the same objects again: each is there once.
   *
   * @throws IllegalArgumentException if an object without an id of its own is there twice
   * @throws dev.duly.backend.InvalidJobsException if any breaks a limit, or there are more than
   *     10,000; then none was stored
   * @throws EnqueueFailedException if the engine failed
   * @throws IllegalStateException if this is closed
   */
  public List<JobHandle<?>> enqueueAll(Collection<? extends NewJob<?, ?>> jobs) {
    requireOpen();
    PayloadMistakes.requireEachOnce(jobs);
    return enqueue(List.copyOf(jobs), backend::enqueue);
  }

  /** Through the interceptors, into a store or a transaction. */
  List<JobHandle<?>> enqueue(
      List<NewJob<?, ?>> jobs, Function<List<EncodedJob>, List<Enqueued>> into) {
    return interceptors.enqueue(
        jobs, some -> encoder.bulk(some).requireIds(backend.capabilities()).store(this, into));
  }

  /**
   * Enqueues in the caller's transaction: the jobs exist if and only if it commits, and workers see
   * them from then on.
   *
   * @param tx on the database that keeps the jobs, auto-commit off; it is neither committed nor
   *     closed
   * @throws NotOfferedException if the backend has no transactions of the caller's
   */
  public TransactionalDuly within(Connection tx) {
    requireOpen();
    return TransactionalDuly.of(this, tx);
  }

  /**
   * Declares recurring jobs, fired while a worker runs. What differs from what was declared last is
   * stored, so that a person's change lasts until the code changes; nothing is removed.
   *
   * @throws IllegalArgumentException that names everything that is wrong; then nothing was declared
   * @throws NotOfferedException if the backend keeps no schedules
   */
  public void schedules(Schedule... schedules) {
    requireOpen();
    ScheduleClock on =
        clock.orElseThrow(() -> new NotOfferedException("this backend keeps no schedules"));
    on.declare(Schedule.definitions(List.of(schedules), this));
  }

  /**
   * Declares limits of queues and of group keys, as {@link #schedules} declares.
   *
   * @throws IllegalArgumentException that names what is wrong; then nothing was declared
   * @throws NotOfferedException if the backend keeps no limits
   */
  public void limits(Limit... limits) {
    requireOpen();
    backend
        .rooms()
        .limits()
        .orElseThrow(() -> new NotOfferedException("this backend keeps no limits"))
        .declare(List.of(limits), producer.orElse("application"));
  }

  JobEnds ends() {
    return ends;
  }

  Encoder encoder() {
    return encoder;
  }

  /**
   * Stops all workers at once, with 25 s for what runs in any of them, then closes the backend.
   * Called a second time, it does nothing. Called by a handler, it returns at once, and the rest is
   * done when that handler has returned.
   */
  @Override
  public void close() {
    close(Worker.GRACE_DEFAULT);
  }

  /**
   * The same with this grace for what runs; takes 4 s longer at most, while the store answers.
   *
   * @return the jobs that were left, of all workers; see {@link Worker#stop}
   */
  public List<JobRef> close(Duration grace) {
    if (closing.getAndSet(true)) {
      return List.of();
    } else if (workers.stream().anyMatch(Worker::isHandledHere)) {
      new Thread(() -> closeNow(grace), "duly-close").start();
      return List.of();
    }
    return closeNow(grace);
  }

  private List<JobRef> closeNow(Duration grace) {
    List<JobRef> left = Worker.stopAll(workers, grace);
    closed = true;
    clock.ifPresent(ScheduleClock::close);
    ends.close();
    backend.close();
    return left;
  }
}
