package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.Fencing;
import dev.duly.backend.Seat;
import dev.duly.backend.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Claims jobs and runs them until it is closed. Thread-safe. It is built by {@link Duly#worker()}
 * and is already running.
 *
 * <p>At least once: a handler may be run again if its worker vanishes before the settlement
 * arrives.
 */
public final class Worker implements AutoCloseable {
  /** How long {@link #close} lets running jobs finish (rule T4). */
  public static final Duration GRACE_DEFAULT = Duration.ofSeconds(25);

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(5);

  private final String name;
  private final int slots;
  private final Session session;
  private final Held held = new Held();
  private final Runner runner;
  private final Puller puller;
  private final LeaseKeeper leases;
  private final Reporter reporter;
  private final TurnThread turns;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean unfit;

  Worker(
      Backend backend,
      Handlers handlers,
      List<Demand> plan,
      Levels levels,
      Duration lease,
      Env env,
      String name) {
    this.name = name;
    this.slots = plan.stream().mapToInt(Demand::max).sum();
    var capabilities = backend.capabilities();
    AtomicBoolean news = new AtomicBoolean();
    this.session =
        backend.open(new Seat(name, plan, handlers.types(), lease, Map.of()), () -> news.set(true));
    Ends ends = new Ends(session::wake);
    this.runner =
        new Runner(handlers, env, ends, backend.rooms().transactions(), this::outOfMemory);
    boolean ahead = handlers.allowClaimingAhead();
    List<Pool> pools = plan.stream().map(d -> new Pool(d, ahead, slots(d, env))).toList();
    this.puller = new Puller(pools, levels, capabilities.claimMax(), held, env);
    Settler settler = new Settler(held, capabilities.batchMax());
    Stop whenLost =
        capabilities.fencing() == Fencing.NONE ? Stop.CLAIM_LOST_UNFENCED : Stop.CLAIM_LOST;
    Tallies tallies = new Tallies(InstantSource.system());
    this.reporter =
        new Reporter(backend.rooms().statistics(), tallies, name, slots, env.nanoTime());
    this.leases =
        new LeaseKeeper(session, held, news, lease, whenLost, this::stuck, reporter, env, name);
    Isolation isolation =
        new Isolation(Quarantine.OF_THIS_PROCESS, held, puller, runner, session::wake);
    this.turns = new TurnThread(session, ends, puller, settler, isolation, tallies, env, name);
    leases.start();
    turns.start();
  }

  private Slots slots(Demand demand, Env env) {
    String threads = "duly-" + name + "-" + demand.pool();
    return new Slots(demand.max(), env.threads().handlers(threads), runner::run);
  }

  public String name() {
    return name;
  }

  /**
   * Whether a handler's error left this process unfit to go on (rule R4); it then claims no more.
   */
  public boolean isUnfit() {
    return unfit;
  }

  private void outOfMemory() {
    unfit("a handler ran this process out of memory or worse");
  }

  /**
   * A handler ignores its timeout: it keeps its lease, and its slot is replaced while that can go
   * on (rule T2).
   */
  private void stuck(Attempt attempt) {
    reportStuck(attempt, "does not heed its timeout. Its lease is kept and its slot replaced");
    long stuck = held.all().stream().filter(a -> a.wasStuck() && a.isInHandler()).count();
    if (stuck > slots) {
      unfit("more handlers are stuck than it has slots");
    } else {
      puller.replaceSlot(attempt);
      session.wake(); // there is room again
    }
  }

  private void unfit(String why) {
    unfit = true;
    LOG.log(
        System.Logger.Level.ERROR,
        "worker {0}: {1}; it claims no more jobs. Let the running ones finish, then restart the process.",
        name,
        why);
    turns.stopClaiming();
  }

  /** Waits until nothing is due or running in this worker; false if that has not come in time. */
  public boolean awaitIdle(Duration max) throws InterruptedException {
    return turns.awaitIdle(max);
  }

  /** Stops gracefully, with 25 s for what runs. */
  @Override
  public void close() {
    stop(GRACE_DEFAULT);
  }

  /**
   * Claims no more, gives back what has not begun, lets what runs finish for so long, leases
   * renewed; then interrupts it and gives back what ends. What does not end is left to its lease.
   */
  public void stop(Duration grace) {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean interrupted = false;
    try {
      stopWithin(grace);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    leases.stop();
    turns.abandon();
    reporter.send();
    session.close();
    puller.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWithin(Duration grace) throws InterruptedException {
    turns.stopClaiming();
    puller.takeBack().forEach(runner::giveBack);
    if (turns.join(grace)) {
      return;
    }
    puller.takeBack().forEach(runner::giveBack);
    held.all().forEach(attempt -> attempt.stop(Stop.SHUTDOWN));
    if (turns.join(INTERRUPTED_GRACE)) {
      return;
    }
    leases.stop();
    held.all().stream()
        .filter(Attempt::isInHandler)
        .forEach(
            attempt ->
                reportStuck(
                    attempt, "does not stop. Its lease will end and the job will run again"));
    turns.abandon();
    if (!turns.join(INTERRUPTED_GRACE)) {
      LOG.log(System.Logger.Level.ERROR, "worker {0}: settlements could not be sent in time", name);
    }
  }

  private void reportStuck(Attempt attempt, String what) {
    LOG.log(
        System.Logger.Level.ERROR,
        "worker {0}: {1} {2}. It is at:\n{3}",
        name,
        attempt,
        what,
        Stream.of(attempt.where()).map(frame -> "  at " + frame).collect(Collectors.joining("\n")));
  }
}
