package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the worker's one thread does that speaks to the backend: drains the ends, frees their slots,
 * settles and claims in one round trip, hands out. It waits in one place, {@link Session#claim},
 * and is woken there when a slot's end is pushed.
 */
final class TurnLoop {
  private static final System.Logger LOG = System.getLogger(TurnLoop.class.getName());
  private static final Duration WAIT_ISOLATED = Duration.ofMillis(20); // no signal tells of it
  private static final long BACKOFF_NANOS_MIN = 50_000_000;
  private static final long BACKOFF_NANOS_MAX =
      1_000_000_000; // who waits longer notices late that it is back
  private static final double NEWEST_WEIGHT = 0.1; // of a round trip in the mean

  private final Session session;
  private final EndedRuns ends;
  private final Puller puller;
  private final Settler settler;
  private final Isolation isolation;
  private final EarlyEnds early;
  private final Duration waitMax;
  private final TurnTimes times;
  private final Fitness fitness;
  private final Env env;
  private final Idleness idleness = new Idleness();
  private volatile boolean stopping;
  private volatile boolean abandoning;

  // Only the thread that runs this.
  private double roundTripNanos;
  private int failures; // in a row
  private long askedNanos; // before the turn, or before the first of those that failed
  private int waits; // of them, after those that no smaller batch may help

  /**
   * The rooms that a job walks through.
   *
   * @param terms of its lease there
   * @param times of round trips
   */
  record Rooms(
      EndedRuns ends,
      Puller puller,
      Settler settler,
      Isolation isolation,
      EarlyEnds early,
      LeaseTerms terms,
      TurnTimes times) {}

  TurnLoop(Session session, Rooms rooms, Fitness fitness, Env env) {
    this.session = session;
    this.ends = rooms.ends;
    this.puller = rooms.puller;
    this.settler = rooms.settler;
    this.isolation = rooms.isolation;
    this.early = rooms.early;
    this.waitMax = rooms.terms.waitMax();
    this.times = rooms.times;
    this.fitness = fitness;
    this.env = env;
  }

  /** Returns when it is over: see {@link #stopClaiming} and {@link #abandon}. */
  void run() {
    try {
      while (!isDone()) {
        Thread.interrupted(); // a stray interrupt would end every wait at once
        turn();
      }
    } finally {
      isolation.close();
    }
  }

  private void turn() {
    Deque<EndedRun> ended = ends.drain();
    ended.forEach(puller::ended);
    settler.add(ended);
    act(isolation.tick(now(), !claims()));
    long asked = idleness.asked();
    List<Demand> demands = demands();
    if (failures == 0) {
      askedNanos = now();
    }
    try {
      List<Settlement> done = settler.batch();
      TurnResult turn = done.isEmpty() ? claim(demands) : settle(done, demands);
      idleness.saw(
          asked,
          done.isEmpty() // where jobs are pushed, a settlement does not wait for the next ones
              && turn.claims().isEmpty()
              && puller.outstanding() == 0
              && settler.isEmpty()
              && !demands.isEmpty());
      failures = 0;
      waits = 0;
    } catch (BackendException e) {
      failed(e);
    } catch (RuntimeException
        | Error e) { // this thread must go on, or leases are renewed for nothing
      LOG.log(
          System.Logger.Level.ERROR, "a turn failed in an unexpected way; it is tried again", e);
      failed(e);
    }
  }

  private TurnResult claim(List<Demand> demands) {
    boolean mayWait =
        ends.fallAsleep()
            && settler.isEmpty()
            && !(idleness.isAsked() && puller.outstanding() == 0);
    try {
      TurnResult turn = session.claim(demands, mayWait && !isDone() ? waitMax() : Duration.ZERO);
      settler.settled(List.of());
      handOut(turn.claims());
      return turn;
    } finally {
      ends.awake();
    }
  }

  private TurnResult settle(List<Settlement> done, List<Demand> demands) {
    long before = now();
    TurnResult turn = session.settle(done, demands);
    long took = now() - before;
    times.add(took);
    roundTripNanos =
        roundTripNanos == 0 ? took : roundTripNanos + NEWEST_WEIGHT * (took - roundTripNanos);
    settler.settled(turn.outcomes());
    if (turn.outcomes().stream().allMatch(outcome -> outcome == Outcome.UNKNOWN)) {
      LockSupport.parkNanos(this, BACKOFF_NANOS_MIN); // a queue that is full, say
    }
    turn.claimFailed()
        .ifPresent(
            e -> LOG.log(System.Logger.Level.WARNING, "claiming failed: {0}", e.getMessage()));
    handOut(turn.claims());
    return turn;
  }

  private Duration waitMax() {
    return isolation.isActive() ? WAIT_ISOLATED : waitMax;
  }

  private void handOut(List<Claim> claims) {
    LateClaims arrived =
        failures == 0 || claims.isEmpty()
            ? new LateClaims(claims, askedNanos)
            : LateClaims.renewed(session, claims, askedNanos, env.nanoTime());
    act(isolation.admit(puller.receive(arrived.claims(), arrived.askedNanos()), now()));
  }

  private void act(Moves moves) {
    if (moves.recall()) {
      early.giveBack(puller.takeBack());
    }
    early.giveBack(moves.giveBack());
    puller.start(moves.start());
  }

  private boolean claims() {
    return !stopping && !fitness.isLost();
  }

  private List<Demand> demands() {
    return claims() && isolation.mayClaim() ? puller.demands(roundTripNanos) : List.of();
  }

  private boolean isDone() {
    return !claims()
        && settler.isEmpty()
        && ends.isEmpty()
        && (abandoning || puller.outstanding() == 0);
  }

  private void failed(Throwable e) {
    boolean smaller = settler.failed(e, now());
    long most =
        Math.min(BACKOFF_NANOS_MAX, BACKOFF_NANOS_MIN << (smaller ? 0 : Math.min(waits++, 10)));
    long nanos = (long) (most * (0.5 + env.random().getAsDouble() / 2));
    LOG.log(
        failures == 0 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
        "{0}; {1} settlements wait, next try in {2} ms",
        e.getMessage(),
        settler.size(),
        nanos / 1_000_000);
    failures++;
    LockSupport.parkNanos(this, nanos);
  }

  private long now() {
    return env.nanoTime().getAsLong();
  }

  /** Claims no more; ends when everything that was claimed is settled. */
  void stopClaiming() {
    stopping = true;
    session.wake();
  }

  /** Ends as soon as what has ended is settled, whatever still runs. */
  void abandon() {
    abandoning = true;
    session.wake();
  }

  boolean awaitIdle(Duration max) throws InterruptedException {
    return idleness.await(max, session::wake);
  }
}
