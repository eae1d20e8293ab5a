package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the chapters of the kit share: a bench, two workers' seats, short words for the verbs,
 * invariants after every test.
 */
abstract class KitChapter {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration TICK = Duration.ofMillis(1);
  static final Failure BOOM =
      new Failure("java.io.IOException", "boom", "at a.B.c(B.java:1)", "f1");
  static final String QUEUE = "default";
  static final String WHO = "ana";

  private int names;

  @SuppressWarnings("NullAway.Init") // opened before each test
  BackendUnderTest bench;

  @SuppressWarnings("NullAway.Init")
  Backend backend;

  @SuppressWarnings("NullAway.Init")
  Session session;

  @SuppressWarnings("NullAway.Init")
  Session other;

  abstract BackendUnderTest open();

  @BeforeEach
  void openBench() {
    bench = open();
    backend = bench.backend();
    session = backend.open(new WorkerInfo("worker-1", LEASE), () -> {});
    other = backend.open(new WorkerInfo("worker-2", LEASE), () -> {});
  }

  @AfterEach
  void checkAndClose() {
    try {
      Invariants.check(inspector());
      bench.checkStore();
    } finally {
      session.close();
      other.close();
      bench.close();
    }
  }

  Inspector inspector() {
    return backend.rooms().inspector().orElseThrow();
  }

  Operator operator() {
    return backend.rooms().operator().orElseThrow();
  }

  EncodedJob job() {
    return job("job-" + ++names);
  }

  static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", QUEUE, Payload.json("{\"to\":\"" + id + "\"}"));
  }

  static EncodedJob jobIn(String queue, String id) {
    return new EncodedJob(new JobId(id), "mail", queue, Payload.json("{}"));
  }

  List<Enqueued> enqueue(EncodedJob... jobs) {
    return backend.enqueue(List.of(jobs));
  }

  static List<Claim> claim(Session by, int max) {
    return claim(by, new Demand(QUEUE, max));
  }

  static List<Claim> claim(Session by, Demand... demands) {
    return by.claim(List.of(demands), Duration.ZERO).claims();
  }

  Claim claimOne() {
    return claimOne(session);
  }

  static Claim claimOne(Session by) {
    List<Claim> claims = claim(by, 1);
    assertThat(claims).as("one claim").hasSize(1);
    return claims.get(0);
  }

  /** The same claim under this token. */
  static Claim withToken(Claim claim, Token token) {
    return new Claim(
        ClaimRef.of(claim.job(), token, claim.ref().claimedAt()),
        claim.job(),
        claim.pool(),
        claim.lease(),
        claim.cancelAsked(),
        claim.fence());
  }

  Claim enqueueAndClaim() {
    enqueue(job());
    return claimOne();
  }

  Outcome settle(Settlement one) {
    return settleAll(List.of(one)).get(0);
  }

  List<Outcome> settleAll(List<? extends Settlement> done) {
    return session.settle(List.copyOf(done), List.of()).outcomes();
  }

  JobRecord record(Claim claim) {
    return record(claim.job().ref());
  }

  JobRecord record(String id) {
    return record(ref(id));
  }

  JobRecord record(JobRef job) {
    return inspector().find(job).orElseThrow(() -> new AssertionError(job + " is not stored"));
  }

  /** Where a job of this id is: in {@link #QUEUE}. */
  JobRef ref(String id) {
    return new JobRef(QUEUE, new JobId(id));
  }

  List<JobRef> refs(String... ids) {
    return Arrays.stream(ids).map(this::ref).toList();
  }

  static List<String> ids(List<Claim> claims) {
    return claims.stream().map(c -> c.job().id().value()).toList();
  }
}
