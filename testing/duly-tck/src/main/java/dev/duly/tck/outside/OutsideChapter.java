package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all chapters share: a bench, two workers' seats, and short words for the verbs. It looks
 * inside nothing.
 */
public abstract class OutsideChapter {
  protected static final Failure BOOM =
      new Failure("java.io.IOException", "boom", "at a.B.c(B.java:1)", "f1");
  protected static final String QUEUE = "default";
  protected static final String WHO = "ana";

  private int names;
  private long dueNanos = System.nanoTime(); // of a real clock, when the next claim may count

  @SuppressWarnings("NullAway.Init") // opened before each test
  protected BackendUnderTest bench;

  @SuppressWarnings("NullAway.Init")
  protected Backend backend;

  @SuppressWarnings("NullAway.Init")
  protected Session session;

  @SuppressWarnings("NullAway.Init")
  protected Session other;

  protected abstract BackendUnderTest open();

  @BeforeEach
  void openBench() {
    bench = open();
    backend = bench.backend();
    session = backend.open(new WorkerInfo("worker-1", times().lease()), () -> {});
    other = backend.open(new WorkerInfo("worker-2", times().lease()), () -> {});
  }

  @AfterEach
  void checkAndClose() {
    try {
      check();
    } finally {
      session.close();
      other.close();
      bench.close();
    }
  }

  /** What must hold after every test. */
  protected void check() {
    bench.checkStore();
  }

  protected Times times() {
    return bench.times();
  }

  protected EncodedJob job() {
    return job("job-" + ++names);
  }

  protected static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", QUEUE, Payload.json("{\"to\":\"" + id + "\"}"));
  }

  protected static EncodedJob jobIn(String queue, String id) {
    return new EncodedJob(new JobId(id), "mail", queue, Payload.json("{}"));
  }

  protected List<Enqueued> enqueue(EncodedJob... jobs) {
    return backend.enqueue(List.of(jobs));
  }

  protected List<Claim> claim(Session by, int max) {
    return claim(by, new Demand(QUEUE, max));
  }

  /**
   * What can be claimed now, in the order of the demands: on a moved clock at once; on a real one
   * after {@link #later}, within the patience of the bench, and what else comes soon after
   * something has come.
   */
  protected List<Claim> claim(Session by, Demand... demands) {
    if (times().isMoved()) {
      return by.claim(List.of(demands), Duration.ZERO).claims();
    }
    long end = Math.max(dueNanos, System.nanoTime()) + late(times().patience());
    List<Claim> claims = new ArrayList<>();
    List<Demand> left = List.of(demands);
    while (left.stream().anyMatch(demand -> demand.max() > 0) && System.nanoTime() < end) {
      Duration wait = Duration.ofNanos(end - System.nanoTime());
      List<Claim> some = by.claim(left, wait).claims();
      if (!some.isEmpty()) {
        claims.addAll(some);
        left = Arrays.stream(demands).map(demand -> less(demand, claims)).toList();
        end = System.nanoTime() + late(times().quiet().multipliedBy(3));
      }
    }
    List<String> pools = Arrays.stream(demands).map(Demand::pool).toList();
    claims.sort(Comparator.comparingInt(claim -> pools.indexOf(claim.pool())));
    return claims;
  }

  /** Nothing can be claimed: on a real clock nothing comes within its quiet time. */
  protected void claimNone(Session by, int max) {
    long end = Math.max(dueNanos, System.nanoTime()) + late(times().quiet());
    Duration wait = times().isMoved() ? Duration.ZERO : Duration.ofNanos(end - System.nanoTime());
    assertThat(by.claim(List.of(new Demand(QUEUE, max)), wait).claims()).isEmpty();
  }

  private static Demand less(Demand demand, List<Claim> claims) {
    long got = claims.stream().filter(claim -> claim.pool().equals(demand.pool())).count();
    return demand.withMax((int) (demand.max() - got));
  }

  /** So long, after what the engine's delays may take longer. */
  private long late(Duration by) {
    return backend.capabilities().delayStep().plus(by).toNanos();
  }

  /** So much later: a moved clock is moved, on a real one the next claim waits for so long. */
  protected void later(Duration by) {
    if (times().isMoved()) {
      bench.advance(by);
    } else {
      dueNanos = System.nanoTime() + by.toNanos();
    }
  }

  protected Claim claimOne() {
    return claimOne(session);
  }

  protected Claim claimOne(Session by) {
    List<Claim> claims = claim(by, 1);
    assertThat(claims).as("one claim").hasSize(1);
    return claims.get(0);
  }

  /** The same claim under this token. */
  protected static Claim withToken(Claim claim, Token token) {
    return new Claim(
        ClaimRef.of(claim.job(), token, claim.ref().claimedAt()),
        claim.job(),
        claim.pool(),
        claim.lease(),
        claim.cancelAsked(),
        claim.fence());
  }

  protected Claim enqueueAndClaim() {
    enqueue(job());
    return claimOne();
  }

  /** Applied, or accepted by an engine that says no more. */
  protected static boolean isKept(Outcome outcome) {
    return outcome == Outcome.APPLIED || outcome == Outcome.ACCEPTED;
  }

  /**
   * What a turn has claimed; on a real clock with what comes soon after.
   *
   * @param asked by the turn
   */
  protected List<Claim> claims(TurnResult turn, int asked) {
    List<Claim> claims = new ArrayList<>(turn.claims());
    if (!times().isMoved() && claims.size() < asked) {
      claims.addAll(claim(session, asked - claims.size()));
    }
    return claims;
  }

  /** Holds at once; on a real clock within the time that the engine may take. */
  protected void soon(Runnable check) {
    long end = System.nanoTime() + (times().isMoved() ? 0 : late(times().patience()));
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() >= end) {
          throw e;
        }
        session.claim(List.of(), Duration.ofMillis(10));
      }
    }
  }

  protected Outcome settle(Settlement one) {
    return settleAll(List.of(one)).get(0);
  }

  protected List<Outcome> settleAll(List<? extends Settlement> done) {
    return session.settle(List.copyOf(done), List.of()).outcomes();
  }

  /** Where a job of this id is: in {@link #QUEUE}. */
  protected JobRef ref(String id) {
    return new JobRef(QUEUE, new JobId(id));
  }

  protected List<JobRef> refs(String... ids) {
    return Arrays.stream(ids).map(this::ref).toList();
  }

  protected static List<String> ids(List<Claim> claims) {
    return claims.stream().map(c -> c.job().id().value()).toList();
  }
}
