package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.engine.Engine;
import dev.duly.engine.EnginePlan;
import dev.duly.engine.Env;
import dev.duly.engine.Events;
import dev.duly.engine.HostName;
import dev.duly.engine.ManualEngine;
import dev.duly.engine.PoolPlan;
import dev.duly.job.Names;
import dev.duly.job.Priority;
import dev.duly.job.PriorityOrder;
import dev.duly.job.WeightedOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a worker is to serve and can run. Mistakes are reported at {@link #start}, all in one
 * message; a class that has no job name is refused at once. Not thread-safe.
 */
public final class WorkerBuilder {
  /** 30 s, renewed each 10 s. */
  public static final Duration LEASE_DEFAULT = Duration.ofSeconds(30);

  private static final int SLOTS_MAX = 10_000;
  private static final int HOST_SHOWN_MAX = 40;
  private static final long NAMES = 2_176_782_336L; // 36 to the power of 6

  private final Backend backend;
  private final JobTypes types;
  private final Handlers handlers;
  private final Function<String, Events> events;
  private final Env env;
  private final Consumer<Worker> started;
  private final List<AskedPool> pools = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private String name = newName();
  private PriorityOrder order = PriorityOrder.strict();
  private Optional<Duration> lease = Optional.empty();

  /** A pool as it was asked for; the demand's max is the number of slots. */
  private record AskedPool(Demand demand, WeightedOrder<String> order, ThreadKind threads) {}

  /**
   * What a worker has of its {@link Duly}.
   *
   * @param events told of by a worker of this name
   */
  record Parts(
      Backend backend,
      Codec codec,
      JobTypes types,
      Encoder encoder,
      Interceptors interceptors,
      Function<String, Events> events,
      Env env) {}

  WorkerBuilder(Parts parts, Consumer<Worker> started) {
    this.started = started;
    this.backend = parts.backend();
    this.types = parts.types();
    this.handlers =
        new Handlers(
            parts.codec(),
            new RunningAttempt.Store(
                parts.encoder(), backend.capabilities(), backend.rooms().transactions()),
            parts.interceptors());
    this.events = parts.events();
    this.env = parts.env();
  }

  /**
   * {@code worker-shop7-4711-k3x9qa}: the host and the process's number tell people where it runs;
   * chance makes it the only one, since in containers every process may have number 1.
   */
  private static String newName() {
    long random = ThreadLocalRandom.current().nextLong(NAMES);
    String suffix = Long.toString(NAMES + random, Character.MAX_RADIX).substring(1);
    String host = HostName.get();
    return "worker-"
        + host.substring(0, Math.min(host.length(), HOST_SHOWN_MAX))
        + "-"
        + ProcessHandle.current().pid()
        + "-"
        + suffix;
  }

  /**
   * As people see it; by default made of the host, the process's number and chance. No two workers
   * that run have the same.
   */
  public WorkerBuilder name(String name) {
    if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      problems.add(
          "a worker's name must be 1 to 100 characters, none of them a control character, was "
              + Names.quoted(name));
    }
    this.name = name;
    return this;
  }

  /**
   * How long a claim outlives a worker that has vanished; renewed each third of it; 30 s by
   * default. Its range is that of the backend, told by {@link #start}.
   */
  public WorkerBuilder lease(Duration lease) {
    this.lease = Optional.of(lease);
    return this;
  }

  /** In which order levels are served; strictly by default. */
  public WorkerBuilder priorityOrder(PriorityOrder order) {
    this.order = order;
    return this;
  }

  /**
   * A dedicated queue with its own slots, 1 to 10,000: so many jobs of it at once, whatever other
   * queues do. Its handlers run on platform threads.
   */
  public WorkerBuilder queue(String queue, int slots) {
    return queue(queue, slots, ThreadKind.PLATFORM);
  }

  /** A dedicated queue whose handlers run on threads of this kind. */
  public WorkerBuilder queue(String queue, int slots, ThreadKind threads) {
    return pool(WeightedOrder.fixed(List.of(queue)), List.of(queue), slots, threads);
  }

  /** A pool: 1 to 10,000 slots that serve these queues in this order, on platform threads. */
  public WorkerBuilder queues(List<String> queues, int slots) {
    return queues(queues, slots, ThreadKind.PLATFORM);
  }

  /** A pool whose handlers run on threads of this kind. */
  public WorkerBuilder queues(List<String> queues, int slots, ThreadKind threads) {
    return pool(WeightedOrder.fixed(List.copyOf(queues)), queues, slots, threads);
  }

  /**
   * A pool whose slots serve each of these queues in proportion to its weight, 1 to 1,000, so that
   * a busy one starves no other: with {@code Map.of("critical", 6, "bulk", 1)} six of seven claims
   * begin with the first. What one queue has no jobs for goes to the others.
   */
  public WorkerBuilder queues(Map<String, Integer> weights, int slots) {
    return queues(weights, slots, ThreadKind.PLATFORM);
  }

  /** A pool with weights whose handlers run on threads of this kind. */
  public WorkerBuilder queues(Map<String, Integer> weights, int slots, ThreadKind threads) {
    List<String> heaviestFirst =
        weights.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    try {
      return pool(WeightedOrder.by(weights), heaviestFirst, slots, threads);
    } catch (IllegalArgumentException e) {
      problems.add(String.join("+", heaviestFirst) + ": " + e.getMessage());
      return this;
    }
  }

  private WorkerBuilder pool(
      WeightedOrder<String> order, List<String> queues, int slots, ThreadKind threads) {
    String pool = String.join("+", queues);
    if (!threads.isAvailable()) {
      problems.add(
          pool
              + ": virtual threads need Java 21 or later, this is Java "
              + Runtime.version().feature()
              + ": leave out ThreadKind.VIRTUAL");
    }
    if (queues.isEmpty()) {
      problems.add("a pool serves at least one queue");
    }
    queues.forEach(queue -> Names.problemWithQueue(queue).ifPresent(problems::add));
    if (slots < 1 || slots > SLOTS_MAX) {
      problems.add(pool + ": slots must be 1 to " + SLOTS_MAX + ", was " + slots);
      return this;
    }
    pools.add(new AskedPool(new Demand(pool, queues, Priority.STRICT, slots), order, threads));
    return this;
  }

  /**
   * Runs jobs whose payload is of this class.
   *
   * @throws IllegalArgumentException if the class has neither a {@link JobName} nor a type in
   *     {@link Duly#types}
   */
  public <P> WorkerBuilder handle(Class<P> payload, Handler<P> handler) {
    return handle(types.of(payload), handler);
  }

  /** Runs jobs of this type. Only one handler may be given for a type. */
  public <P> WorkerBuilder handle(JobType<P, ?> type, Handler<P> handler) {
    return add(
        type,
        (payload, attempt) -> {
          handler.handle(payload, attempt);
          return null;
        });
  }

  /**
   * Runs jobs of this type and stores what the handler returns with the job, encoded by the codec;
   * null stores nothing, and so does a result that is longer than the backend keeps.
   */
  public <P, R> WorkerBuilder compute(JobType<P, R> type, ResultHandler<P, R> handler) {
    return add(type, handler);
  }

  private <P, R> WorkerBuilder add(JobType<P, R> type, ResultHandler<P, R> handler) {
    try {
      types.add(type);
      handlers.add(type, handler);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return this;
  }

  /**
   * Starts the worker.
   *
   * @throws IllegalStateException naming everything that is wrong or that the backend cannot do
   */
  public Worker start() {
    requireSound();
    Worker worker = new Worker(name, new Engine(backend, handlers, plan(), env));
    started.accept(worker);
    return worker;
  }

  /**
   * A worker that runs jobs only when it is told to, on the caller's thread. Close it yourself.
   *
   * @throws IllegalStateException as {@link #start}
   */
  public ManualWorker manual() {
    requireSound();
    return new ManualWorker(new ManualEngine(backend, handlers, plan(), env));
  }

  private EnginePlan plan() {
    List<PoolPlan> plans =
        pools.stream()
            .map(
                pool ->
                    new PoolPlan(
                        pool.demand,
                        pool.order,
                        pool.threads.of(env.threads(), "duly-" + name + "-" + pool.demand.pool())))
            .toList();
    return new EnginePlan(
        name,
        Duly.version(),
        handlers.names(),
        plans,
        order::draw,
        lease.orElse(LEASE_DEFAULT),
        handlers.allowClaimingAhead(),
        events.apply(name));
  }

  private void requireSound() {
    if (pools.isEmpty() && problems.isEmpty()) {
      problems.add("it serves no queue: add .queue(\"default\", 8)");
    }
    if (handlers.types().isEmpty()) {
      problems.add("it handles no type: add .handle(MyJob.class, (job, attempt) -> ...)");
    }
    Set<String> seen = new HashSet<>();
    pools.stream()
        .flatMap(pool -> pool.demand.queues().stream())
        .filter(queue -> !seen.add(queue))
        .forEach(queue -> problems.add("queue " + queue + " is listed twice"));
    Preflight.gap(backend.capabilities(), lease).ifPresent(problems::add);
    problems.addAll(Preflight.gaps(backend.capabilities(), handlers.types()));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "worker " + name + " was not started: " + String.join("; ", problems));
    }
  }
}
