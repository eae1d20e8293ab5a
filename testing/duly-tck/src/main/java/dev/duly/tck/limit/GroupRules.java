package dev.duly.tck.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Feature;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Priority;
import dev.duly.limit.Limit;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule P2: keys take turns within a queue and level. */
public abstract class GroupRules extends LimitChapter {
  @BeforeEach
  final void offersGroups() {
    assumeTrue(backend.capabilities().offers(Feature.FAIR_GROUPS), "not offered");
  }

  /** So many of each key, one key after the other; {@code -} for none. */
  private void enqueueOf(int each, String... keys) {
    List<EncodedJob> jobs = new ArrayList<>();
    for (String key : keys) {
      for (int i = 1; i <= each; i++) {
        jobs.add(key.equals("-") ? job("-" + i) : keyed(key + i, key));
      }
    }
    enqueue(jobs.toArray(EncodedJob[]::new));
  }

  private String claimed(int max) {
    return ids(claim(session, max)).stream().collect(Collectors.joining(" "));
  }

  @Test
  @Rule("P2")
  void keys_alternate_job_by_job() {
    enqueueOf(3, "a", "b");
    assertThat(claimed(1)).isEqualTo("a1");
    assertThat(claimed(1)).isEqualTo("b1");
    assertThat(claimed(1)).isEqualTo("a2");
    assertThat(claimed(1)).isEqualTo("b2");
    assertThat(claimed(2)).isEqualTo("a3 b3");
    assertThat(claimed(1)).isEmpty();
  }

  @Test
  @Rule("P2")
  void a_claim_is_shared_out_and_what_one_key_has_not_the_others_get() {
    enqueueOf(1, "a");
    enqueueOf(9, "b", "c");
    assertThat(claimed(9)).isEqualTo("a1 b1 b2 b3 b4 c1 c2 c3 c4");
    assertThat(claimed(4)).isEqualTo("b5 b6 c5 c6");
  }

  @Test
  @Rule("P2")
  void jobs_without_a_key_are_one_group_more() {
    enqueueOf(3, "-", "a");
    assertThat(claimed(1)).isEqualTo("-1");
    assertThat(claimed(1)).isEqualTo("a1");
    assertThat(claimed(1)).isEqualTo("-2");
    assertThat(claimed(3)).isEqualTo("a2 a3 -3");
  }

  @Test
  @Rule("P2")
  void one_key_with_many_jobs_holds_up_no_other() {
    enqueueOf(500, "noisy");
    bench.advance(TICK);
    enqueueOf(1, "q1", "q2", "q3");
    List<String> claimed = ids(claim(session, 8));
    assertThat(claimed).contains("q11", "q21", "q31").hasSize(8);
  }

  @Test
  @Rule("P2")
  void a_bigger_claim_gives_sixteen_keys_a_run_and_the_next_goes_on_with_the_others() {
    String[] keys = new String[20];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "k" + (char) ('a' + i) + "-";
    }
    enqueueOf(5, keys);
    List<String> first = ids(claim(session, 32));
    assertThat(first.stream().map(id -> id.substring(0, 2)).distinct()).hasSize(16);
    assertThat(first).startsWith("ka-1", "ka-2", "kb-1", "kb-2");
    assertThat(ids(claim(session, 4))).containsExactly("kq-1", "kr-1", "ks-1", "kt-1");
  }

  @Test
  @Rule("P2")
  void within_a_key_the_due_time_counts_and_levels_come_first() {
    enqueue(
        keyed("a1", "a").withDue(new Due.In(TICK.multipliedBy(2))),
        keyed("a2", "a").withDue(new Due.In(TICK)),
        keyed("b1", "b").withPriority(Priority.HIGH),
        keyed("b2", "b").withPriority(Priority.HIGH));
    bench.advance(TICK.multipliedBy(3));
    assertThat(claimed(10)).isEqualTo("b1 b2 a2 a1");
  }

  @Test
  @Rule("P2")
  void a_key_that_comes_back_waits_for_its_turn() {
    enqueueOf(2, "a", "b");
    Claim a1 = claimOne();
    settle(new Retry(a1, Duration.ZERO, BOOM));
    bench.advance(TICK);
    assertThat(claimed(1)).isEqualTo("b1");
    assertThat(claimed(2)).isEqualTo("a1 b2");
    assertThat(claimed(1)).isEqualTo("a2");
  }

  @Test
  @Rule("P2")
  void a_key_whose_jobs_are_for_later_keeps_no_place_before_those_that_wait() {
    enqueue(keyed("a1", "a").withDue(new Due.In(SECOND)));
    enqueueOf(2, "b");
    bench.advance(Duration.ofMillis(500));
    enqueueOf(1, "c");
    bench.advance(SECOND);
    assertThat(claimed(4)).isEqualTo("b1 b2 c1 a1");
  }

  @Test
  @Rule("P2")
  void a_key_that_is_closed_keeps_its_place() {
    set(Limit.key(QUEUE, "a").places(1));
    enqueueOf(2, "a");
    bench.advance(TICK);
    enqueueOf(3, "b");
    Claim a1 = claimOne();
    assertThat(claimed(2)).isEqualTo("b1 b2");
    bench.advance(TICK);
    settle(new Complete(a1));
    assertThat(claimed(1)).isEqualTo("a2");
  }

  @Test
  @Rule("P2")
  void a_cancelled_or_deleted_job_leaves_its_group_whole() {
    enqueueOf(2, "a", "b");
    operator().cancel(refs("a1"), WHO);
    operator().delete(refs("b1"), WHO);
    assertThat(claimed(4)).isEqualTo("a2 b2");
    operator().requeue(refs("a1"), WHO);
    assertThat(claimed(4)).isEqualTo("a1");
  }

  @Test
  @Rule("P2")
  void jobs_of_a_paused_type_are_passed_over_and_their_key_has_its_turn_afterwards() {
    enqueue(keyed("a1", "a"), keyed("a2", "a"));
    enqueueOf(1, "b");
    operator().pauseType(job("x").type(), WHO);
    assertThat(claimed(4)).isEmpty();
    operator().resumeType(job("x").type(), WHO);
    assertThat(claimed(4)).isEqualTo("a1 a2 b1");
  }

  @Test
  @Rule("P2")
  void each_queue_has_turns_of_its_own() {
    for (String key : List.of("a", "b")) {
      for (int i = 1; i <= 3; i++) {
        enqueue(keyed(key + i, key), jobIn("other", key + i + "o").withLabels(grouped(key)));
      }
    }
    List<String> claimed = new ArrayList<>();
    for (String queue : List.of(QUEUE, "other")) {
      for (int i = 0; i < 6; i++) {
        claimed.addAll(ids(claim(session, new Demand(queue, 1))));
      }
    }
    assertThat(claimed)
        .containsExactly(
            "a1", "b1", "a2", "b2", "a3", "b3", "a1o", "b1o", "a2o", "b2o", "a3o", "b3o");
  }

  @Test
  @Rule("P2")
  void a_key_that_has_nothing_due_at_one_level_is_served_at_another() {
    enqueue(
        keyed("now", "a").withPriority(Priority.HIGH),
        keyed("later", "a").withPriority(Priority.HIGH).withDue(new Due.In(SECOND)),
        keyed("low", "a").withPriority(Priority.LOW));
    operator().cancel(refs("now"), WHO);
    assertThat(claimed(4)).isEqualTo("low");
    bench.advance(SECOND);
    assertThat(claimed(4)).isEqualTo("later");
  }

  @Test
  @Rule("P2")
  void a_key_whose_last_job_is_put_off_waits_anew() {
    enqueueOf(2, "a", "b");
    assertThat(claimed(1)).isEqualTo("a1");
    operator().reschedule(refs("a2"), new Due.In(SECOND), WHO);
    bench.advance(Duration.ofMillis(500));
    enqueueOf(1, "c");
    bench.advance(SECOND);
    assertThat(claimed(4)).isEqualTo("b1 b2 c1 a2");
  }

  @Test
  @Rule("P2")
  void a_queue_without_keys_and_limits_is_served_beside_one_with_them() {
    enqueue(jobIn("other", "o1"));
    enqueueOf(1, "a");
    set(Limit.queue(QUEUE).places(1));
    enqueue(jobIn("other", "o2"));
    assertThat(ids(claim(session, new Demand("other", 5)))).containsExactly("o1", "o2");
  }
}
