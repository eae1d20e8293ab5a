package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Operator;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A queue costs a script: those that have nothing are not asked, and none is asked in vain. */
@Tag("server")
class ManyQueuesTest {
  private static final List<String> QUEUES =
      IntStream.range(0, 100).mapToObj(i -> "q" + i).toList();
  private static final Demand ANY = new Demand("pool", QUEUES, List.of(Priority.values()), 5);

  private RedisUnderTest bench;
  private Session session;

  @BeforeEach
  void open() {
    bench = bench();
    session = bench.backend().open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {});
  }

  RedisUnderTest bench() {
    return new RedisUnderTest();
  }

  @AfterEach
  void close() {
    session.close();
    bench.close();
  }

  private static EncodedJob job(String queue, String id) {
    return new EncodedJob(new JobId(id), "t", queue, Payload.json("1"));
  }

  private List<String> claim() {
    return ids(session.claim(List.of(ANY), Duration.ZERO).claims());
  }

  private static List<String> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id().value()).toList();
  }

  @Test
  void only_queues_that_have_something_are_asked_and_in_their_order() {
    bench.backend().enqueue(List.of(job("q71", "b"), job("q7", "a"), job("q7", "c")));

    assertThat(claim()).containsExactly("a", "c", "b");
    assertThat(bench.runs(Script.TURN)).isEqualTo(2);
    assertThat(claim()).isEmpty();
    assertThat(bench.runs(Script.TURN)).isEqualTo(2);
  }

  @Test
  void what_is_paused_or_not_yet_due_waits_and_what_lost_its_lease_does_not() {
    Operator operator = bench.backend().rooms().operator().orElseThrow();
    bench.backend().enqueue(List.of(job("q1", "lost")));
    assertThat(claim()).containsExactly("lost");
    operator.pause("q2", "w");
    Due later = new Due.In(Duration.ofSeconds(20));
    bench.backend().enqueue(List.of(job("q2", "paused"), job("q3", "later").withDue(later)));

    assertThat(claim()).isEmpty();
    bench.advance(Duration.ofSeconds(20));
    assertThat(claim()).containsExactly("later");
    bench.advance(Duration.ofSeconds(10));
    assertThat(claim()).containsExactly("lost");
    operator.resume("q2", "w");
    assertThat(claim()).containsExactly("paused");
  }

  @Test
  void settlements_go_where_nothing_is_claimed() {
    bench.backend().enqueue(List.of(job("q1", "a"), job("q50", "b")));
    List<Claim> claims = session.claim(List.of(ANY), Duration.ZERO).claims();
    bench.backend().enqueue(List.of(job("q99", "c")));

    List<Claim> next =
        session
            .settle(claims.stream().<Settlement>map(Complete::new).toList(), List.of(ANY))
            .claims();

    assertThat(ids(next)).containsExactly("c");
    assertThat(bench.backend().rooms().inspector().orElseThrow().queues())
        .extracting(queue -> queue.queue() + " " + queue.completed())
        .containsExactly("q1 1", "q50 1", "q99 0");
  }

  @Test
  void an_answer_that_was_lost_comes_again() {
    bench.backend().enqueue(List.of(job("q1", "a"), job("q50", "b")));
    bench.loseNextAnswer();
    assertThatThrownBy(this::claim).isInstanceOf(BackendException.class);

    assertThat(claim()).containsExactly("a", "b");
  }

  @Test
  void an_act_asks_no_queue_but_those_of_its_jobs() {
    bench.backend().enqueue(List.of(job("q1", "a"), job("q2", "b"), job("q3", "c")));

    bench.backend().rooms().operator().orElseThrow().cancel(List.of(job("q1", "a").ref()), "w");

    assertThat(bench.runs(Script.ACT)).isEqualTo(1);
  }
}
