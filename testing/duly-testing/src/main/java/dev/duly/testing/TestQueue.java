package dev.duly.testing;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.JobType;
import dev.duly.ManualWorker;
import dev.duly.ResultHandler;
import dev.duly.WorkerBuilder;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.engine.Env;
import dev.duly.engine.Threads;
import dev.duly.engine.schedule.ScheduleClock;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import java.lang.reflect.Type;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Jobs under test: in memory, on a clock that stands until it is moved, run by the test's own
 * thread when it says so. Payloads go through the codec, failures through their retry policies (a
 * spread delay is its middle); the contract is the real one. Not thread-safe.
 *
 * <pre>{@code
 * queue.handle(Welcome.class, (mail, attempt) -> mailer.send(mail));
 * new SignUp(queue.duly()).register("ada@example.org");
 * assertThat(queue).enqueued(Welcome.class).in(Duration.ofMinutes(30)).once();
 * queue.advance(Duration.ofMinutes(30));
 * queue.drain();
 * assertThat(queue).completed(Welcome.class).onAttempt(1);
 * }</pre>
 */
public final class TestQueue implements AutoCloseable {
  private static final int RUNS_MAX = 10_000;

  private final ManualClock clock = new ManualClock();
  private final Codec codec;
  private final Duly duly;
  private final List<Consumer<WorkerBuilder>> handlers = new ArrayList<>();
  private final Map<String, Deque<Exception>> failures = new HashMap<>();
  private final Set<String> twice = new HashSet<>();
  private final Set<JobId> asserted = new HashSet<>();
  private final ScheduleClock schedules;
  private int ids;

  private TestQueue(Codec codec, Consumer<Duly.Builder> more) {
    this.codec = codec;
    Duly.Builder builder = Duly.builder();
    more.accept(builder);
    this.duly =
        builder
            .backend(new TestBackend(new InMemoryBackend(clock)))
            .codec(codec)
            .env(
                new Env(
                    () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                    () -> 0.5,
                    () -> new JobId("job-" + ++ids),
                    Threads.system()))
            .build();
    this.schedules = ScheduleClock.of(duly.backend(), Optional.empty()).orElseThrow();
  }

  /** An empty queue whose payloads are JSON, as {@link JacksonCodec#standard} writes it. */
  public static TestQueue create() {
    return create(JacksonCodec.standard());
  }

  /** An empty queue with the application's own codec. */
  public static TestQueue create(Codec codec) {
    return create(codec, builder -> {});
  }

  /**
   * An empty queue with what else the application's own {@link Duly} is built with: its types, its
   * interceptors and listeners, its producer's name.
   */
  public static TestQueue create(Codec codec, Consumer<Duly.Builder> more) {
    return new TestQueue(codec, more);
  }

  /** What the code under test enqueues with. */
  public Duly duly() {
    return duly;
  }

  /**
   * A connection for code under test that enqueues or completes within its transaction: what it
   * does so is there when the connection commits. There is no database behind it.
   */
  public Connection connection() {
    return TestConnection.of(null);
  }

  /** The same around a connection to a database of the test's, auto-commit off. */
  public Connection connection(Connection real) {
    return TestConnection.of(real);
  }

  /** The clock of the queue, for the code under test that asks for the time. */
  public ManualClock clock() {
    return clock;
  }

  /** Who runs the jobs of this type when they are drained. */
  public <P> TestQueue handle(Class<P> payload, Handler<P> handler) {
    handlers.add(
        worker ->
            worker.handle(
                payload,
                (job, attempt) -> {
                  failIfAsked(attempt.job().type());
                  handler.handle(job, attempt);
                }));
    return this;
  }

  /** Who runs the jobs of this type when they are drained. */
  public <P> TestQueue handle(JobType<P, ?> type, Handler<P> handler) {
    handlers.add(
        worker ->
            worker.handle(
                type,
                (payload, attempt) -> {
                  failIfAsked(type.name());
                  handler.handle(payload, attempt);
                }));
    return this;
  }

  /** Who runs the jobs of this type when they are drained, and returns what is kept with them. */
  public <P, R> TestQueue compute(JobType<P, R> type, ResultHandler<P, R> handler) {
    handlers.add(
        worker ->
            worker.compute(
                type,
                (payload, attempt) -> {
                  failIfAsked(type.name());
                  return handler.handle(payload, attempt);
                }));
    return this;
  }

  private void failIfAsked(String type) throws Exception {
    Exception failure = failures.getOrDefault(type, new ArrayDeque<>()).poll();
    if (failure != null) {
      throw failure;
    }
  }

  /** The next attempt at a job of this type fails like this, in place of its handler. */
  public TestQueue failNext(Class<?> payload, Exception failure) {
    return failNext(JobType.of(payload), failure);
  }

  /** The next attempt at a job of this type fails like this, in place of its handler. */
  public TestQueue failNext(JobType<?, ?> type, Exception failure) {
    failures.computeIfAbsent(type.name(), name -> new ArrayDeque<>()).add(failure);
    return this;
  }

  /**
   * The next job of this type runs twice, as it does when a worker vanishes after its handler's
   * last line: {@link #drain} moves the clock on by the lease in between. What the handler does
   * must come out the same.
   */
  public TestQueue deliverTwice(Class<?> payload) {
    return deliverTwice(JobType.of(payload));
  }

  /** As {@link #deliverTwice(Class)}. */
  public TestQueue deliverTwice(JobType<?, ?> type) {
    twice.add(type.name());
    return this;
  }

  /**
   * Moves the clock. Schedules are fired at their times on the way, as if a worker were there all
   * the while; no job runs until {@link #drain}.
   *
   * @throws IllegalStateException if there are more than 10,000 times on the way
   */
  public TestQueue advance(Duration by) {
    Instant end = clock.instant().plus(by);
    Schedules room = duly.backend().rooms().schedules().orElseThrow();
    Optional<Instant> next = room.next();
    for (int times = 0; next.isPresent() && !next.get().isAfter(end); next = room.next()) {
      if (times++ == RUNS_MAX) {
        throw new IllegalStateException(
            "schedules have more than " + RUNS_MAX + " times in " + by + ": advance by less");
      }
      if (next.get().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.get()));
      }
      schedules.fireDue();
    }
    clock.advance(Duration.between(clock.instant(), end));
    return this;
  }

  /**
   * Runs everything that is due, in order, also what that enqueues, on this thread.
   *
   * @return how many attempts ran
   * @throws IllegalStateException if there are no handlers, or if there is no end
   */
  public int drain() {
    int ran = 0;
    boolean vanished = true;
    while (vanished) {
      vanished = false;
      try (ManualWorker worker = worker()) {
        boolean[] lost = {false};
        while (worker.runNext(job -> !(lost[0] |= vanishes(job))).isPresent()) {
          if (++ran > RUNS_MAX) {
            throw new IllegalStateException(
                RUNS_MAX + " jobs were run and there are still more due: does one enqueue itself?");
          }
        }
        vanished = lost[0];
      }
      if (vanished) {
        clock.advance(WorkerBuilder.LEASE_DEFAULT);
      }
    }
    return ran;
  }

  private boolean vanishes(Job job) {
    return twice.remove(job.type());
  }

  private ManualWorker worker() {
    List<String> queues =
        duly.backend().rooms().inspector().orElseThrow().queues().stream()
            .map(QueueRecord::queue)
            .toList();
    WorkerBuilder worker =
        duly.worker().name("test").queues(queues.isEmpty() ? List.of("default") : queues, 1);
    handlers.forEach(handler -> handler.accept(worker));
    return worker.manual();
  }

  /** Every job there is, in the order in which they were enqueued. */
  public List<JobRecord> jobs() {
    Deque<JobRecord> oldestFirst = new ArrayDeque<>();
    JobQuery query = JobQuery.all(JobQuery.LIMIT_MAX);
    Optional<String> next;
    do {
      JobPage page = duly.backend().rooms().inspector().orElseThrow().list(query);
      page.jobs().forEach(oldestFirst::addFirst);
      next = page.next();
      query = next.isPresent() ? query.after(next.get()) : query;
    } while (next.isPresent());
    return List.copyOf(oldestFirst);
  }

  Object payload(JobRecord job, Type payload) {
    try {
      return codec.decode(job.job().payload(), payload);
    } catch (Exception e) {
      throw new AssertionError(
          "the payload of " + job.job().id() + " is no " + payload.getTypeName() + ": " + e, e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Jobs that an assertion has spoken of. */
  Set<JobId> asserted() {
    return asserted;
  }

  @Override
  public void close() {
    duly.close();
  }
}
