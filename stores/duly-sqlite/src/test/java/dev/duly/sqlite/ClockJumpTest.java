package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.memory.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock jumps two hours either way while workers hold leases. */
class ClockJumpTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration JUMP = Duration.ofHours(2);

  @TempDir Path folder;

  private final ManualClock wall = new ManualClock();
  private final ManualClock monotonic = new ManualClock();
  private final List<SqliteBackend> open = new ArrayList<>();

  private SqliteBackend open(String boot) {
    SqliteClock clock = new SqliteClock(wall, monotonic::millis, Optional.of(boot));
    SqliteBackend backend = new SqliteBackend(new SqliteFile(folder.resolve("jobs.db")), clock);
    open.add(backend);
    return backend;
  }

  @AfterEach
  void close() {
    open.forEach(SqliteBackend::close);
  }

  /** Time goes by, and both clocks say so. */
  private void pass(Duration time) {
    wall.advance(time);
    monotonic.advance(time);
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "default", Payload.json("{}"));
  }

  private static List<Claim> claim(SqliteBackend backend) {
    try (Session session = backend.open(new WorkerInfo("w", LEASE), () -> {})) {
      return session.claim(List.of(new Demand("default", 10)), Duration.ZERO).claims();
    }
  }

  private static Outcome complete(SqliteBackend backend, Claim claim) {
    try (Session session = backend.open(new WorkerInfo("w", LEASE), () -> {})) {
      return session.settle(List.of(new Complete(claim)), List.of()).outcomes().get(0);
    }
  }

  @Test
  void a_jump_forward_takes_no_lease_away() {
    SqliteBackend backend = open("boot-1");
    backend.enqueue(List.of(job("a")));
    Claim held = claim(backend).get(0);

    wall.advance(JUMP);
    assertThat(claim(backend)).isEmpty();
    pass(LEASE.minusMillis(1));
    assertThat(claim(backend)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(claim(backend)).hasSize(1);
    assertThat(complete(backend, held)).isEqualTo(Outcome.LOST);
  }

  @Test
  void a_jump_back_makes_no_lease_immortal() {
    SqliteBackend backend = open("boot-1");
    backend.enqueue(List.of(job("a")));
    assertThat(claim(backend)).hasSize(1);

    wall.advance(JUMP.negated());
    assertThat(claim(backend)).isEmpty();
    pass(LEASE);
    assertThat(claim(backend)).hasSize(1);
  }

  @Test
  void of_several_processes_that_see_the_jump_one_moves_the_leases() {
    SqliteBackend here = open("boot-1");
    SqliteBackend there = open("boot-1");
    here.enqueue(List.of(job("a")));
    there.enqueue(List.of(job("b")));
    assertThat(claim(here)).hasSize(2);

    wall.advance(JUMP);
    for (SqliteBackend backend : List.of(there, here, open("boot-1"))) {
      assertThat(claim(backend)).isEmpty();
    }
    pass(LEASE);
    assertThat(claim(there)).hasSize(2);
  }

  @Test
  void what_is_due_at_an_instant_follows_the_wall_clock() {
    SqliteBackend backend = open("boot-1");
    EncodedJob later = job("a").withDue(new Due.In(Duration.ofHours(1)));
    backend.enqueue(List.of(later));
    assertThat(claim(backend)).isEmpty();

    wall.advance(JUMP);
    assertThat(claim(backend)).hasSize(1);
  }

  @Test
  void when_the_machine_was_started_anew_nobody_holds_anything() {
    SqliteBackend before = open("boot-1");
    before.enqueue(List.of(job("a")));
    assertThat(claim(before)).hasSize(1);

    monotonic.advance(Duration.ofDays(-100));
    assertThat(claim(open("boot-2"))).hasSize(1);
  }

  @Test
  void a_slow_drift_is_followed_without_harm() {
    SqliteBackend backend = open("boot-1");
    backend.enqueue(List.of(job("a")));
    assertThat(claim(backend)).hasSize(1);
    for (int i = 0; i < 290; i++) {
      pass(Duration.ofMillis(100));
      wall.advance(Duration.ofMillis(10));
      assertThat(claim(backend)).isEmpty();
    }
    pass(Duration.ofSeconds(2));
    assertThat(claim(backend)).hasSize(1);
  }
}
