package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerProfile;
import dev.duly.backend.room.WorkerReport;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers do can be seen by everybody, for an hour: what is stored is what is counted. */
abstract class StatisticsRules extends KitChapter {
  private static final Duration COVERS = Duration.ofSeconds(10);
  private static final Optional<Run> RAN =
      Optional.of(new Run(Duration.ZERO, Duration.ofMillis(100), false));

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Statistics statistics;

  @BeforeEach
  void enter() {
    assumeTrue(backend.rooms().statistics().isPresent(), "not offered");
    statistics = backend.rooms().statistics().orElseThrow();
  }

  private List<WorkerReport> all() {
    return statistics.since(Instant.EPOCH);
  }

  /** Of all reports together. */
  private RunCounts counted(String queue, String type) {
    return all().stream()
        .flatMap(report -> report.tallies().stream())
        .filter(tally -> tally.queue().equals(queue) && tally.type().equals(type))
        .reduce(RunCounts.NOTHING, RunCounts::plus);
  }

  private void assertCounted(long completed, long retried, long dead) {
    RunCounts tally = counted(QUEUE, "mail");
    assertThat(List.of(tally.completed(), tally.retried(), tally.dead()))
        .containsExactly(completed, retried, dead);
  }

  private static WorkerReport present(String worker, int slots, Duration covers) {
    return WorkerReport.presence(Instant.EPOCH, worker, slots, covers);
  }

  private static Complete complete(Claim claim) {
    return new Complete(claim.ref(), RAN, Optional.empty(), List.of());
  }

  @Test
  @Rule("M")
  void a_worker_that_does_nothing_is_there() {
    statistics.add(present("w1", 8, COVERS));

    assertThat(all()).hasSize(1);
    WorkerReport report = all().get(0);
    assertThat(report.worker()).isEqualTo("w1");
    assertThat(report.slots()).isEqualTo(8);
    assertThat(report.covers()).isEqualTo(COVERS);
    assertThat(report.isPresence()).isTrue();
    assertThat(report.tallies()).isEmpty();
  }

  @Test
  @Rule("M")
  void a_worker_says_who_it_is_and_how_its_round_trips_went() {
    WorkerProfile profile =
        new WorkerProfile(
            "host-é & co", 4711, "1.2.3", "resting", Map.of("a+b", 3, "c", 5), Set.of("x", "y.z"));
    Histogram turns = Histogram.of("10:3 200:1");
    statistics.add(present("w1", 8, COVERS).with(Optional.of(profile), turns));
    statistics.add(present("w2", 1, COVERS));

    assertThat(all())
        .extracting(WorkerReport::profile)
        .containsExactly(Optional.of(profile), Optional.empty());
    assertThat(all()).extracting(WorkerReport::turns).containsExactly(turns, Histogram.EMPTY);
  }

  @Test
  @Rule("M")
  void what_was_lost_released_and_cancelled_is_counted_once() {
    enqueue(job("a"), job("b"), job("c"), job("d"));
    claim(session, 4);
    bench.advance(LEASE);
    claim(other, 4);
    bench.advance(LEASE);
    List<Claim> claims = claim(session, 4);
    Optional<Run> unrun = Optional.empty();

    settleAll(
        List.of(
            complete(claims.get(0)),
            new Cancel(claims.get(1).ref(), unrun, "asked", List.of()),
            new Release(claims.get(2), Duration.ZERO, ReleaseReason.SHUTDOWN),
            new DeadLetter(claims.get(3).ref(), unrun, DeadReason.POISON, BOOM, List.of())));
    assertLost(6, 1, 1);
    settle(complete(claimOne()));

    assertLost(8, 1, 1);
  }

  private void assertLost(long lost, long released, long cancelled) {
    RunCounts tally = counted(QUEUE, "mail");
    assertThat(List.of(tally.lost(), tally.released(), tally.cancelled()))
        .containsExactly(lost, released, cancelled);
  }

  @Test
  @Rule("M")
  void signs_of_life_come_back_by_time() {
    statistics.add(present("w2", 8, COVERS));
    bench.advance(TICK);
    statistics.add(present("w1", 4, Duration.ofMillis(2_500)));
    statistics.add(present("w2", 8, TICK));

    assertThat(all()).extracting(WorkerReport::worker).containsExactly("w2", "w1", "w2");
    assertThat(all())
        .extracting(WorkerReport::covers)
        .containsExactly(COVERS, Duration.ofMillis(2_500), TICK);
  }

  @Test
  @Rule("M")
  void what_came_before_is_left_out() {
    statistics.add(present("w1", 8, COVERS));
    enqueue(job("a"));
    settle(complete(claimOne()));
    bench.advance(COVERS);
    statistics.add(present("w2", 8, COVERS));
    Instant second = all().get(all().size() - 1).at();

    assertThat(statistics.since(second)).extracting(WorkerReport::worker).containsExactly("w2");
    assertThat(statistics.since(second.plus(TICK))).isEmpty();
    assertThat(all())
        .extracting(report -> report.at())
        .containsExactly(second.minus(COVERS), second.minus(COVERS), second);
  }

  @Test
  @Rule("M")
  void a_report_is_kept_for_an_hour() {
    statistics.add(present("w1", 8, COVERS));
    enqueue(job("a"));
    settle(complete(claimOne()));
    bench.advance(Statistics.KEPT);
    bench.prune();
    statistics.add(present("w2", 8, COVERS));
    assertThat(all())
        .extracting(WorkerReport::worker)
        .containsExactlyInAnyOrder("w1", "worker-1", "w2");

    bench.advance(TICK);
    bench.prune();
    statistics.add(present("w3", 8, COVERS));

    assertThat(all()).extracting(WorkerReport::worker).containsExactly("w2", "w3");
  }

  @Test
  @Rule("M")
  void what_is_settled_is_counted_when_the_answer_comes() {
    backend.enqueue(IntStream.range(0, 7).mapToObj(i -> job("j" + i)).toList());
    List<Claim> claims = claim(session, 7);

    settleAll(
        List.<Settlement>of(
            complete(claims.get(0)),
            complete(claims.get(1)),
            new Retry(claims.get(2).ref(), RAN, Duration.ofHours(1), BOOM),
            new DeadLetter(claims.get(3).ref(), RAN, DeadReason.EXHAUSTED, BOOM, List.of())));
    assertCounted(2, 1, 1);
    settleAll(
        List.of(
            complete(claims.get(4)),
            new Complete(claims.get(5).ref(), Optional.empty(), Optional.empty(), List.of())));

    assertCounted(3, 1, 1); // one of them was completed without a run: no attempt of a worker
    RunCounts tally = counted(QUEUE, "mail");
    assertThat(tally.busy()).isEqualTo(Duration.ofMillis(500));
    assertThat(tally.ran().count()).isEqualTo(5);
    assertThat(tally.waited().count()).isEqualTo(5);
    assertThat(tally.ran().percentile(0.5))
        .isBetween(Duration.ofMillis(100), Duration.ofMillis(113));
    assertThat(all()).extracting(WorkerReport::worker).containsOnly("worker-1");
    assertThat(all()).noneMatch(WorkerReport::isPresence);
  }

  @Test
  @Rule("M")
  void queues_types_and_workers_are_counted_apart() {
    enqueue(job("a"), job("b"), jobIn("other", "c"));
    settle(complete(claimOne()));
    Claim two = claimOne(other);
    Claim three = claim(other, new Demand("other", 1)).get(0);
    other.settle(List.of(complete(two), complete(three)), List.of());

    assertCounted(2, 0, 0);
    assertThat(counted("other", "mail").completed()).isEqualTo(1);
    assertThat(all())
        .flatExtracting(
            report ->
                report.tallies().stream()
                    .map(t -> report.worker() + " " + t.queue() + " " + t.type() + t.completed())
                    .toList())
        .containsExactlyInAnyOrder(
            "worker-1 default mail1", "worker-2 default mail1", "worker-2 other mail1");
  }

  @Test
  @Rule("M")
  void a_run_that_is_no_attempt_takes_its_time_and_no_more() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);

    settleAll(
        List.of(
            new Release(
                claims.get(0).ref(),
                RAN,
                Duration.ofHours(1),
                ReleaseReason.SHUTDOWN,
                new Streaks(0, 1, 0)),
            new Cancel(claims.get(1).ref(), RAN, "asked", List.of())));

    assertCounted(0, 0, 0);
    assertThat(counted(QUEUE, "mail").busy()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  @Rule("M")
  void what_does_not_apply_is_not_counted() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    bench.advance(LEASE);
    assertThat(claim(other, 1)).hasSize(1); // the first has another worker by now

    List<Outcome> outcomes = settleAll(List.of(complete(claims.get(0)), complete(claims.get(1))));

    assertThat(outcomes).containsExactly(Outcome.LOST, Outcome.APPLIED);
    assertCounted(1, 0, 0);
    assertThat(counted(QUEUE, "mail").busy()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  @Rule("M")
  void what_is_sent_again_is_counted_once() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    bench.loseNextAnswer();
    assertThatThrownBy(() -> settle(complete(claims.get(0)))).isInstanceOf(RuntimeException.class);

    assertThat(settleAll(List.of(complete(claims.get(0)), complete(claims.get(1)))))
        .containsExactly(Outcome.APPLIED, Outcome.APPLIED);

    assertCounted(2, 0, 0);
  }

  @Test
  @Rule("M")
  void what_a_settling_turn_claims_in_vain_spoils_no_count() {
    enqueue(job("a"), job("b"));
    Claim first = claimOne();
    bench.failNextClaim();

    session.settle(List.of(complete(first)), List.of(new Demand(QUEUE, 1)));

    assertCounted(1, 0, 0);
  }
}
