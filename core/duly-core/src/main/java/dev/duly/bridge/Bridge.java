package dev.duly.bridge;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.support.Pause;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries jobs that are due from one backend into another: a broker in front and a store behind, or
 * a store in front, in whose transactions jobs are enqueued, and a broker behind.
 *
 * <pre>{@code
 * Bridge outbox = Bridge.from(postgres).queues("email").into(rabbit).start();
 * }</pre>
 *
 * A job is stored in the target under its id before its claim is completed, so that none is lost,
 * and where the target knows its ids (rule E3) each is there once. What the target refuses becomes
 * a dead letter of the source, with the reason {@code refused}. Carried is what the producer gave;
 * a job begins anew over there: no attempts, and its unique key is free once it is carried. While
 * the target is away nothing more is claimed. What is due later waits where it is. Thread-safe.
 */
public final class Bridge implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Bridge.class.getName());
  private static final int AT_ONCE = 500;
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final long EMPTY_LOOK_MILLIS = 100;

  private final Backend source;
  private final Backend target;
  private final Terms terms;
  private final Pause pause = new Pause();
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Thread thread = new Thread(this::loop, "duly-bridge");
  private volatile @Nullable Session session;
  private volatile boolean idle;
  private volatile Optional<String> problem = Optional.empty();

  /**
   * How jobs are carried.
   *
   * @param queues empty for all that there are
   */
  record Terms(List<String> queues, String name, Duration lease) {}

  Bridge(Backend source, Backend target, Terms terms) {
    this.source = source;
    this.target = target;
    this.terms = terms;
  }

  /** Jobs of this backend; it is not closed with the bridge. */
  public static BridgeBuilder from(Backend source) {
    return new BridgeBuilder(source);
  }

  void start() {
    thread.start();
  }

  /** Jobs that the target has, and whose claims were completed. */
  public long carried() {
    return carried.get();
  }

  /** Jobs that the target refused: dead letters of the source. */
  public long refused() {
    return refused.get();
  }

  /** Why it ended by itself; empty: it has not. */
  public Optional<String> problem() {
    return problem;
  }

  /**
   * Waits until nothing is due in the source and nothing is on the way; jobs for later may be left.
   *
   * @return false if the time is over before
   */
  public boolean awaitEmpty(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    Pause between = new Pause();
    while (!(idle && isEmpty())) {
      if (System.nanoTime() > end || !thread.isAlive()) {
        return false;
      }
      between.sleep(EMPTY_LOOK_MILLIS);
    }
    return true;
  }

  private boolean isEmpty() {
    try {
      return gauges().stream()
          .filter(gauge -> terms.queues.isEmpty() || terms.queues.contains(gauge.queue()))
          .filter(gauge -> gauge.isQueue() && !gauge.paused())
          .allMatch(Gauge::isIdle);
    } catch (BackendException e) {
      return false;
    }
  }

  private List<Gauge> gauges() {
    return source.rooms().gauges().map(Gauges::queues).orElse(List.of());
  }

  private void loop() {
    Patience patience = new Patience(pause, terms.name + ", whose source does not answer,");
    while (!pause.isOver()) {
      try {
        List<String> queues = queues();
        if (queues.isEmpty()) {
          idle = true;
          pause.sleep(WAIT.toMillis() / 5);
        } else {
          serve(queues, patience);
        }
      } catch (BackendException e) {
        patience.waitAfter(e);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, terms.name + " begins again", e);
        pause.sleep(1_000);
      }
    }
  }

  private List<String> queues() {
    return terms.queues.isEmpty()
        ? gauges().stream().filter(Gauge::isQueue).map(Gauge::queue).toList()
        : terms.queues;
  }

  /** Until it is to end, or there are other queues. */
  private void serve(List<String> queues, Patience patience) {
    Demand demand = new Demand("bridge", queues, Priority.STRICT, AT_ONCE);
    WorkerInfo info = new WorkerInfo(terms.name, List.of(demand), terms.lease);
    Patience forTarget = new Patience(pause, terms.name + ", whose target does not answer,");
    Carrier carrier = new Carrier(target, forTarget, info);
    try (Session open = source.open(info, () -> {})) {
      session = open;
      List<Settlement> done = new ArrayList<>();
      List<Claim> claims;
      do {
        claims = turn(open, demand, done, patience);
        done = carry(carrier, claims, open);
      } while (!pause.isOver() && !(claims.isEmpty() && !queues.equals(queues())));
      settle(open, done);
    } finally {
      session = null;
    }
  }

  private List<Settlement> carry(Carrier carrier, List<Claim> claims, Session open) {
    try {
      return carrier.carry(claims, open);
    } catch (Carrier.SameStoreException e) {
      problem = Optional.of("its source and its target are the same store; nothing was carried");
      LOG.log(System.Logger.Level.ERROR, "{0} ends: {1}", terms.name, problem.get());
      pause.end();
      return claims.stream().map(Carrier::givenBack).toList();
    }
  }

  /** Settles what was carried and claims more; asks again until the source has answered. */
  private List<Claim> turn(Session open, Demand demand, List<Settlement> done, Patience patience) {
    while (true) {
      try {
        TurnResult turn =
            done.isEmpty()
                ? open.claim(List.of(demand), idle ? WAIT : Duration.ZERO)
                : open.settle(done, List.of(demand));
        count(done, turn.outcomes());
        idle = done.isEmpty() && turn.claims().isEmpty() && turn.claimFailed().isEmpty();
        turn.claimFailed().ifPresentOrElse(patience::waitAfter, patience::begin);
        return turn.claims();
      } catch (BackendException e) {
        if (!patience.waitAfter(e)) {
          return List.of();
        }
      }
    }
  }

  private void settle(Session open, List<Settlement> done) {
    if (!done.isEmpty()) {
      count(done, open.settle(done, List.of()).outcomes());
    }
  }

  private void count(List<Settlement> done, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) == Outcome.APPLIED || outcomes.get(i) == Outcome.ACCEPTED) {
        if (done.get(i) instanceof Settlement.Complete) {
          carried.incrementAndGet();
        } else if (done.get(i) instanceof Settlement.DeadLetter) {
          refused.incrementAndGet();
        }
      }
    }
  }

  /** What is on the way arrives first, unless the target is away; then it stays in the source. */
  @Override
  public void close() {
    pause.end();
    @Nullable Session open = session;
    if (open != null) {
      open.wake();
    }
    try {
      thread.join(terms.lease.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
