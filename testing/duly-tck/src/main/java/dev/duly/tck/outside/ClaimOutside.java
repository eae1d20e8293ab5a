package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.TurnResult;
import dev.duly.job.Due;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C. Who gets which job, and when. */
abstract class ClaimOutside extends OutsideChapter {
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  @Rule("C1")
  void a_claimed_job_is_claimed_by_nobody_else() {
    enqueue(job("a"), job("b"));

    assertThat(ids(claim(session, 1))).containsExactly("a");
    assertThat(ids(claim(other, 10))).containsExactly("b");
    claimNone(session, 10);
    claimNone(other, 10);
  }

  @Test
  @Rule("C1")
  void two_workers_at_once_share_a_queue_without_a_double() throws Exception {
    int jobs = 2_000;
    backend.enqueue(IntStream.range(0, jobs).mapToObj(i -> job("j" + i)).toList());
    Set<String> seen = new ConcurrentSkipListSet<>();
    Set<String> doubles = new ConcurrentSkipListSet<>();
    List<Demand> seven = List.of(new Demand(QUEUE, 7));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);

    var crew =
        List.of(session, other).stream()
            .map(
                s ->
                    new Thread(
                        () -> {
                          while (seen.size() < jobs && System.nanoTime() < end) {
                            ids(s.claim(seven, Duration.ofMillis(50)).claims()).stream()
                                .filter(id -> !seen.add(id))
                                .forEach(doubles::add);
                          }
                        }))
            .toList();
    crew.forEach(Thread::start);
    for (Thread thread : crew) {
      thread.join(60_000);
    }

    assertThat(doubles).isEmpty();
    assertThat(seen).hasSize(jobs);
  }

  @Test
  @Rule("C2")
  void a_due_instant_in_the_past_means_at_once() {
    enqueue(job("a").withDue(new Due.At(java.time.Instant.EPOCH)));

    assertThat(ids(claim(session, 1))).containsExactly("a");
  }

  @Test
  @Rule("C3")
  void a_token_is_read_back_from_its_text() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims =
        claim(session, 3).stream()
            .map(c -> withToken(c, backend.token(c.ref().token().text())))
            .toList();

    List<Extended> held = other.extend(claims.stream().map(Extension::new).toList());
    assertThat(held).extracting(Extended::state).containsOnly(Extended.State.HELD);
    assertThat(settleAll(claims.stream().map(Complete::new).toList()))
        .allMatch(OutsideChapter::isKept);
  }

  @Test
  @Rule("C3")
  void a_text_that_is_no_token_is_refused() {
    for (String text : List.of("", "another's", "1.2.3.4", ".", "-1.2.3", "é.a")) {
      assertThatThrownBy(() -> backend.token(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  @Rule("C4")
  void levels_are_served_in_the_order_of_the_demand() {
    enqueue(job("high").withPriority(Priority.HIGH), job("low").withPriority(Priority.LOW));

    Demand upsideDown = new Demand("p", List.of(QUEUE), List.of(Priority.LOW, Priority.HIGH), 1);

    assertThat(ids(claim(session, upsideDown))).containsExactly("low");
    assertThat(ids(claim(session, upsideDown))).containsExactly("high");
  }

  @Test
  @Rule("C5")
  void a_claim_takes_at_most_what_each_demand_asks_for() {
    for (int i = 0; i < 5; i++) {
      enqueue(jobIn("a", "a" + i), jobIn("b", "b" + i));
    }

    List<Claim> claims = claim(session, new Demand("a", 2), new Demand("b", 3), new Demand("c", 9));

    assertThat(ids(claims)).containsExactly("a0", "a1", "b0", "b1", "b2");
    assertThat(claims).extracting(Claim::pool).containsExactly("a", "a", "b", "b", "b");
    assertThat(claim(session, new Demand("a", 0))).isEmpty();
  }

  @Test
  @Rule("C7")
  void a_waiting_claim_returns_when_a_job_is_enqueued() throws Exception {
    CompletableFuture<TurnResult> waiting = waiting();

    enqueue(job("a"));

    assertThat(ids(waiting.get(30, TimeUnit.SECONDS).claims())).containsExactly("a");
  }

  @Test
  @Rule("C7")
  void wake_ends_a_wait_and_is_sticky_and_close_ends_it_too() throws Exception {
    session.wake();
    assertThat(waiting().get(30, TimeUnit.SECONDS).claims()).isEmpty();

    CompletableFuture<TurnResult> woken = waiting();
    session.wake();
    assertThat(woken.get(30, TimeUnit.SECONDS).claims()).isEmpty();

    CompletableFuture<TurnResult> closed = waiting();
    session.close();
    assertThat(closed.get(30, TimeUnit.SECONDS).claims()).isEmpty();
  }

  @Test
  @Rule("C7")
  void a_queue_without_free_slots_holds_back_no_other() {
    enqueue(jobIn("slow", "s"), jobIn("fast", "f"));

    assertThat(ids(claim(session, new Demand("slow", 0), new Demand("fast", 5))))
        .containsExactly("f");
  }

  @Test
  @Rule("C2")
  void a_job_is_claimed_when_it_is_due_and_not_before() {
    long asked = System.nanoTime();
    enqueue(job("later").withDue(new Due.In(times().delay())), job("now"));
    assertThat(ids(claim(session, 1))).containsExactly("now");
    if (times().isMoved()) {
      later(times().delay().minus(TICK));
      claimNone(session, 1);
      later(TICK);
    } else {
      later(times().delay());
    }

    assertThat(ids(claim(session, 1))).containsExactly("later");

    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .isGreaterThanOrEqualTo(times().isMoved() ? Duration.ZERO : times().delay());
  }

  @Test
  @Rule("C4")
  void higher_levels_come_first_and_older_jobs_within_one() {
    enqueue(
        job("low").withPriority(Priority.LOW),
        job("normal-1"),
        job("high").withPriority(Priority.HIGH),
        job("normal-2"));

    List<String> served = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      served.addAll(ids(claim(session, 1)));
    }

    assertThat(served).containsExactly("high", "normal-1", "normal-2", "low");
  }

  @Test
  @Rule("C5")
  void who_has_all_it_asked_for_hoards_nothing_of_what_comes() {
    enqueue(job("a"), job("b"));
    assertThat(ids(claim(session, 1))).containsExactly("a");
    enqueue(job("c"), job("d"));

    assertThat(ids(claim(other, 5))).containsExactly("b", "c", "d");
  }

  private CompletableFuture<TurnResult> waiting() {
    return CompletableFuture.supplyAsync(() -> session.claim(List.of(new Demand(QUEUE, 1)), LONG));
  }
}
