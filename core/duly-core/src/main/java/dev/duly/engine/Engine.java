package dev.duly.engine;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Fencing;
import dev.duly.backend.Session;
import dev.duly.lifecycle.Stop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Claims jobs and has them run until it is stopped: the rooms of a worker, joined. Thread-safe. It
 * runs when it has been made.
 */
public final class Engine {
  /** The name of the logger ({@link System.Logger}) of failed attempts. */
  public static final String ATTEMPTS_LOGGER = "dev.duly.attempts";

  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  // Together with the default grace less than the 30 s that Kubernetes waits.
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(3);
  private static final Duration LAST_SETTLEMENTS = Duration.ofSeconds(1);

  private final String name;
  private final int slots;
  private final Session session;
  private final Held held = new Held();
  private final Runner runner;
  private final Puller puller;
  private final LeaseKeeper leases;
  private final Reporter reporter;
  private final TurnThread turns;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean unfit;

  /** On this backend, doing this work. */
  public Engine(Backend backend, Work work, EnginePlan plan, Env env) {
    this.name = plan.worker();
    this.slots = plan.slots();
    Capabilities capabilities = backend.capabilities();
    AtomicBoolean news = new AtomicBoolean();
    this.session = backend.open(plan.seat(), () -> news.set(true));
    Ends ends = new Ends(session::wake);
    this.runner = new Runner(work, env, ends, capabilities.payloadBytesMax(), this::outOfMemory);
    List<Pool> pools = plan.pools().stream().map(pool -> pool(pool, plan.claimsAhead())).toList();
    this.puller = new Puller(pools, plan.order(), capabilities.claimMax(), held, env);
    Settler settler = new Settler(held, capabilities.batchMax(), new AttemptLog(env.nanoTime()));
    Stop whenLost =
        capabilities.fencing() == Fencing.NONE ? Stop.CLAIM_LOST_UNFENCED : Stop.CLAIM_LOST;
    this.reporter = new Reporter(backend.rooms().statistics(), name, slots, env.nanoTime());
    this.leases =
        new LeaseKeeper(
            session, held, news, plan.lease(), whenLost, this::stuck, reporter, env, name);
    Isolation isolation =
        new Isolation(Quarantine.OF_THIS_PROCESS, held, puller, runner, session::wake);
    this.turns = new TurnThread(session, ends, puller, settler, isolation, env, name);
    leases.start();
    turns.start();
  }

  private Pool pool(PoolPlan plan, boolean claimsAhead) {
    Slots threads = new Slots(plan.slots(), plan.threads(), runner::run);
    return new Pool(plan.demand(), claimsAhead, threads);
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
  private void stuck(RunningClaim attempt) {
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

  /**
   * Claims no more, gives back what has not begun, lets what runs finish for so long, leases
   * renewed; then interrupts it and gives back what ends. What does not end is left to its lease.
   * Takes 4 s longer than the grace at most, while the store answers.
   *
   * <p>Called a second time, it waits for the first. Called by a handler of this worker, it returns
   * at once, and the worker stops when that handler has returned.
   */
  public void stop(Duration grace) {
    if (isHandledHere()) {
      new Thread(() -> stop(grace), "duly-" + name + "-stop").start();
    } else if (stopping.getAndSet(true)) {
      awaitStopped();
    } else {
      stopNow(grace);
    }
  }

  /** Whether the calling thread is in a handler of this worker: it cannot wait for its own end. */
  public boolean isHandledHere() {
    return held.all().stream().anyMatch(RunningClaim::isHandledHere);
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopNow(Duration grace) {
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
    stopped.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWithin(Duration grace) throws InterruptedException {
    turns.stopClaiming();
    puller.takeBack().forEach(runner::giveBack);
    held.all().stream().filter(RunningClaim::isExiting).forEach(runner::exited);
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
        .filter(RunningClaim::isInHandler)
        .forEach(
            attempt ->
                reportStuck(
                    attempt, "does not stop. Its lease will end and the job will run again"));
    turns.abandon();
    if (!turns.join(LAST_SETTLEMENTS)) {
      LOG.log(System.Logger.Level.ERROR, "worker {0}: settlements could not be sent in time", name);
    }
  }

  private void reportStuck(RunningClaim attempt, String what) {
    LOG.log(
        System.Logger.Level.ERROR,
        "worker {0}: {1} {2}. It is at:\n{3}",
        name,
        attempt,
        what,
        Stream.of(attempt.where()).map(frame -> "  at " + frame).collect(Collectors.joining("\n")));
  }
}
