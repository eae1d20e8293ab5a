package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is done now and then. */
@Tag("server")
class MaintenanceTest {
  private static final Duration DAY = Duration.ofDays(1);

  private RedisUnderTest bench;
  private Backend backend;
  private Session session;

  @BeforeEach
  void open() {
    bench = bench();
    backend = bench.backend();
    session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {});
  }

  RedisUnderTest bench() {
    return new RedisUnderTest();
  }

  @AfterEach
  void close() {
    session.close();
    bench.close();
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "q", Payload.json("1"));
  }

  private void enqueue(String letter, int from, int to) {
    backend.enqueue(IntStream.range(from, to).mapToObj(i -> job(letter + i)).toList());
  }

  private List<Claim> claim(int max) {
    return session.claim(List.of(new Demand("q", max)), Duration.ZERO).claims();
  }

  private void complete(int jobs) {
    settle(claim(jobs).stream().<Settlement>map(Settlement.Complete::new).toList());
  }

  private void settle(List<Settlement> done) {
    session.settle(done, List.of());
  }

  private QueueRecord queue() {
    return backend.rooms().inspector().orElseThrow().queues().get(0);
  }

  private List<String> listed() {
    return backend.rooms().inspector().orElseThrow().list(JobQuery.all(1_000)).jobs().stream()
        .map(r -> r.job().id().value())
        .toList();
  }

  private void keep(Duration time) {
    backend.rooms().operator().orElseThrow().keep(Retention.of(time), "w");
  }

  private void keep(long completed) {
    bench.maintenance(Optional.of(completed));
  }

  @Test
  void what_is_over_for_long_enough_is_forgotten_with_its_id() {
    enqueue("a", 0, 2_500);
    complete(1_000);
    complete(1_000);
    bench.advance(DAY.dividedBy(2));
    complete(300);
    keep(DAY);
    bench.advance(DAY.dividedBy(2).minusMillis(1));
    bench.prune();
    assertThat(queue().completed()).isEqualTo(2_300);

    bench.advance(Duration.ofMillis(1));
    bench.prune();

    assertThat(queue())
        .extracting(QueueRecord::completed, QueueRecord::waiting)
        .containsExactly(300L, 200L);
    assertThat(listed()).hasSize(500).startsWith("a2499").endsWith("a2000");
    assertThat(backend.enqueue(List.of(job("a0"), job("a2000"))))
        .containsExactly(
            new Enqueued.Stored(new JobId("a0")), new Enqueued.Duplicate(new JobId("a2000")));
  }

  @Test
  void cancelled_jobs_are_forgotten_and_dead_ones_stay() {
    enqueue("a", 0, 3);
    List<Claim> claims = claim(2);
    settle(
        List.of(
            new Settlement.Cancel(claims.get(0), "x"),
            new Settlement.DeadLetter(
                claims.get(1),
                dev.duly.backend.DeadReason.REJECTED,
                dev.duly.job.Failure.of("e", "m"))));
    bench.advance(DAY);
    keep(DAY);
    bench.prune();

    assertThat(listed()).containsExactly("a2", "a1");
    assertThat(queue())
        .extracting(QueueRecord::cancelled, QueueRecord::dead, QueueRecord::waiting)
        .containsExactly(0L, 1L, 1L);
  }

  @Test
  void of_completed_jobs_the_latest_are_kept() {
    backend.rooms().operator().orElseThrow().keep(Retention.FOREVER, "w");
    enqueue("a", 0, 50);
    complete(40);
    backend
        .rooms()
        .operator()
        .orElseThrow()
        .delete(List.of(job("a0").ref(), job("a39").ref()), "w");
    assertThat(queue().completed()).isEqualTo(38);

    keep(10);

    assertThat(queue())
        .extracting(QueueRecord::completed, QueueRecord::waiting)
        .containsExactly(10L, 10L);
    assertThat(listed()).contains("a38", "a29").doesNotContain("a0", "a28", "a39");
  }

  @Test
  void an_id_deleted_and_stored_again_is_forgotten_once() {
    enqueue("a", 0, 3);
    complete(3);
    backend.rooms().operator().orElseThrow().delete(List.of(job("a0").ref()), "w");
    enqueue("a", 0, 1);
    complete(1);
    assertThat(queue().completed()).isEqualTo(3);

    bench.advance(DAY);
    keep(DAY);
    bench.prune();

    assertThat(queue().completed()).isZero();
    assertThat(listed()).isEmpty();
    enqueue("b", 0, 1);
    complete(1);
    assertThat(queue().completed()).isOne();
  }

  @Test
  void a_survivor_of_many_that_are_gone_is_listed_in_its_place() {
    enqueue("old", 0, 1);
    Claim survivor = claim(1).get(0);
    settle(
        List.of(
            new Settlement.DeadLetter(
                survivor,
                dev.duly.backend.DeadReason.REJECTED,
                dev.duly.job.Failure.of("e", "m"))));
    for (int round = 0; round < 4; round++) {
      enqueue("r" + round + "-", 0, 1_000);
      complete(1_000);
      keep(2);
    }
    enqueue("new", 0, 1);

    List<String> listed = listed();
    assertThat(listed).hasSize(4).startsWith("new0").endsWith("old0");
    assertThat(bench.orderLength()).isLessThan(2_500);
    assertThat(bench.oldLength()).isEqualTo(1);
    List<String> paged = new ArrayList<>();
    JobQuery query = JobQuery.all(1);
    for (int page = 0; page < 4; page++) {
      var found = backend.rooms().inspector().orElseThrow().list(query);
      found.jobs().forEach(r -> paged.add(r.job().id().value()));
      assertThat(found.next().isPresent()).isEqualTo(page < 3);
      query = found.next().isPresent() ? query.after(found.next().get()) : query;
    }
    assertThat(paged).isEqualTo(listed);
  }

  @Test
  void follow_up_jobs_of_a_settlement_whose_worker_vanished_are_passed_on() {
    enqueue("a", 0, 1);
    Claim claim = claim(1).get(0);
    EncodedJob far = new EncodedJob(new JobId("far"), "t", "elsewhere", Payload.json("2"));
    bench.vanishAfterSettling();
    session.settle(
        List.of(
            new Settlement.Complete(claim.ref(), Optional.empty(), Optional.empty(), List.of(far))),
        List.of());
    assertThat(listed()).doesNotContain("far");

    bench.prune();
    bench.prune();

    assertThat(session.claim(List.of(new Demand("elsewhere", 5)), Duration.ZERO).claims())
        .hasSize(1);
  }
}
