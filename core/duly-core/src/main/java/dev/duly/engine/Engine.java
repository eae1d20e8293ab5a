package dev.duly.engine;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Session;
import dev.duly.backend.room.WorkerProfile;
import dev.duly.job.JobRef;
import dev.duly.lifecycle.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

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

  private final EnginePlan plan;
  private final Session session;
  private final InFlight held;
  private final Puller puller;
  private final EarlyEnds early;
  private final StuckHandlers stuck;
  private final Fitness fitness;
  private final Reporter reporter;
  private final Lookout lookout;
  private final TurnLoop turns;
  private final Thread turnThread;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** On this backend, doing this work. */
  public Engine(Backend backend, Work work, EnginePlan plan, Env env) {
    this.plan = plan;
    Capabilities capabilities = backend.capabilities();
    AtomicBoolean onChange = new AtomicBoolean();
    this.session = backend.open(plan.workerInfo(), () -> onChange.set(true));
    this.fitness = new Fitness(plan.worker(), session::wake, plan.events());
    this.held = new InFlight(env.nanoTime(), plan.events(), this::wakeLookout);
    EndedRuns ends = new EndedRuns(session::wake);
    this.early = new EarlyEnds(ends, env);
    Work limited = new ResultLimit(work, capabilities.resultBytesMax());
    Runner runner = new Runner(limited, env, ends, fitness);
    List<Pool> pools = plan.pools().stream().map(pool -> pool(pool, runner, env)).toList();
    this.puller =
        new Puller(pools, () -> plan.order().apply(env.random()), capabilities.claimMax(), held);
    this.stuck = new StuckHandlers(plan, held, puller, fitness);
    TurnTimes times = new TurnTimes();
    this.reporter =
        new Reporter(
            backend.rooms().statistics(),
            new Reporter.Subject(plan, this::state, times),
            env.nanoTime());
    LeaseTerms terms = LeaseTerms.of(plan.lease(), capabilities);
    this.lookout =
        new Lookout(
            List.of(
                new Deadlines(held, stuck, session::wake),
                new LeaseKeeper(session, held, terms, onChange).from(env.nanoTime().getAsLong()),
                reporter),
            () -> held.size() > 0,
            env,
            plan.worker());
    Settler settler =
        new Settler(held, capabilities.batchMax(), new AttemptLog(env.nanoTime(), plan.events()));
    Isolation isolation = new Isolation(SoloRun.OF_THIS_PROCESS, held, session::wake);
    this.turns =
        new TurnLoop(
            session,
            new TurnLoop.Rooms(ends, puller, settler, isolation, early, terms, times),
            fitness,
            env);
    this.turnThread = env.threads().loop("duly-" + plan.worker(), turns::run);
    lookout.start();
    turnThread.start();
  }

  private void wakeLookout() {
    lookout.wake();
  }

  private String state() {
    return fitness.isLost()
        ? WorkerProfile.UNFIT
        : stopping.get() ? WorkerProfile.STOPPING : WorkerProfile.RUNNING;
  }

  private Pool pool(PoolPlan pool, Runner runner, Env env) {
    HandlerThreads threads = new HandlerThreads(pool.slots(), pool.threads(), runner::run);
    return new Pool(pool, env.random(), plan.claimsAhead(), threads);
  }

  /**
   * Whether a handler's error left this process unfit to go on (rule R4); it then claims no more.
   */
  public boolean isUnfit() {
    return fitness.isLost();
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
   *
   * @return the jobs whose end the store has not been told: they run again when their leases have
   *     ended
   */
  public List<JobRef> stop(Duration grace) {
    if (isHandledHere()) {
      new Thread(() -> stop(grace), "duly-" + plan.worker() + "-stop").start();
    } else if (stopping.getAndSet(true)) {
      awaitStopped();
    } else {
      stopNow(grace);
    }
    return held.all().stream().map(running -> running.job().ref()).toList();
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
    lookout.stop();
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
    early.giveBack(puller.takeBack());
    held.all().stream().filter(RunningClaim::isExiting).forEach(early::exited);
    if (join(grace)) {
      return;
    }
    early.giveBack(puller.takeBack());
    held.all().forEach(attempt -> attempt.stop(StopReason.SHUTDOWN));
    if (join(INTERRUPTED_GRACE)) {
      return;
    }
    lookout.stop();
    held.all().stream()
        .filter(RunningClaim::isInHandler)
        .forEach(
            running ->
                stuck.report(
                    running,
                    "is still running after it was interrupted. Its lease will end and the job will run again"));
    turns.abandon();
    if (!join(LAST_SETTLEMENTS)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "worker {0}: settlements could not be sent in time",
          plan.worker());
    }
  }

  /** Waits for the end of the turns; false if it has not come in time. */
  private boolean join(Duration max) throws InterruptedException {
    turnThread.join(Math.max(1, Durations.millis(max)));
    return !turnThread.isAlive();
  }
}
