package dev.duly.tck.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.limit.Meter;
import dev.duly.backend.room.AuditRecord;
import dev.duly.job.EncodedJob;
import dev.duly.limit.Limit;
import dev.duly.limit.Limit.Target;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules L1 to L7: how often jobs start, and how many run at a time. */
public abstract class LimitRules extends LimitChapter {
  private static final Run RAN = new Run(Duration.ZERO, Duration.ofMillis(1), false);

  private static Release back(Claim claim, Duration delay, ReleaseReason why) {
    return new Release(claim.ref(), Optional.of(RAN), delay, why, claim.ref().streaks());
  }

  @Test
  @Rule("L1")
  void a_burst_starts_at_once_and_then_one_after_each_gap() {
    set(tenASecond().burst(3));
    enqueueMany("j", 20);

    assertThat(claim(session, 20)).hasSize(3);
    assertThat(claim(session, 20)).isEmpty();
    bench.advance(GAP.minus(TICK));
    assertThat(claim(session, 20)).isEmpty();
    bench.advance(TICK);
    assertThat(claim(session, 20)).hasSize(1);
    bench.advance(GAP.multipliedBy(2));
    assertThat(claim(session, 20)).hasSize(2);
    bench.advance(Duration.ofHours(1));
    assertThat(claim(session, 20)).hasSize(3);
  }

  @Test
  @Rule("L1")
  void no_window_holds_more_starts_than_the_rate_and_its_burst() {
    set(Limit.queue(QUEUE).rate(50, SECOND).burst(4));
    enqueueMany("j", 300);
    SplittableRandom random = new SplittableRandom(5);
    List<Long> starts = new ArrayList<>();
    long now = 0;
    while (starts.size() < 200) {
      for (Claim claim : claim(session, 1 + random.nextInt(8))) {
        starts.add(now);
        settle(new Complete(claim));
      }
      int millis = 1 + random.nextInt(60);
      bench.advance(Duration.ofMillis(millis));
      now += millis;
    }
    for (int from = 0; from < starts.size(); from++) {
      for (int to = from; to < starts.size(); to++) {
        long window = starts.get(to) - starts.get(from);
        assertThat(to - from + 1).isLessThanOrEqualTo((int) (window * 50 / 1_000) + 4);
      }
    }
  }

  @Test
  @Rule("L1")
  void a_start_that_never_ran_is_given_back_and_one_that_ran_is_not() {
    set(tenASecond());
    enqueueMany("j", 3);
    Claim unrun = claimOne();
    assertThat(claim(session, 1)).isEmpty();
    settle(new Release(unrun, Duration.ZERO, ReleaseReason.SHUTDOWN));
    Claim ran = claimOne();
    settle(back(ran, Duration.ZERO, ReleaseReason.SHUTDOWN));

    assertThat(claim(session, 1)).isEmpty();
    bench.advance(GAP);
    assertThat(claim(session, 1)).hasSize(1);
  }

  @Test
  @Rule("L2")
  void a_place_is_free_when_its_claim_has_ended_however_it_ends() {
    set(Limit.queue(QUEUE).places(1));
    enqueueMany("j", 8);
    List<Settlement> ends = new ArrayList<>();
    ends.add(new Complete(claimOne()));
    for (int i = 0; !ends.isEmpty(); i++) {
      assertThat(claim(session, 5)).as("the place is taken").isEmpty();
      settle(ends.remove(0));
      Claim next = claimOne();
      switch (i) {
        case 0 -> ends.add(new Retry(next, Duration.ofDays(1), BOOM));
        case 1 -> ends.add(new Cancel(next, "cancelled"));
        case 2 -> ends.add(new DeadLetter(next, DeadReason.EXHAUSTED, BOOM));
        case 3 -> ends.add(new Release(next, Duration.ofDays(1), ReleaseReason.SNOOZED));
        default -> assertThat(holders()).isEqualTo(1);
      }
    }
  }

  @Test
  @Rule("L2")
  void a_place_is_free_when_the_lease_ends() {
    set(Limit.queue(QUEUE).places(1));
    enqueue(job("a"));
    claimOne();
    bench.advance(LEASE.minus(TICK));
    assertThat(claim(other, 1)).isEmpty();
    bench.advance(TICK);

    assertThat(ids(claim(other, 1))).containsExactly("a");
    assertThat(holders()).isEqualTo(1);
  }

  @Test
  @Rule("L2")
  void a_place_is_free_once_though_its_settlement_comes_twice_or_late() {
    set(Limit.queue(QUEUE).places(1));
    enqueueMany("j", 4);
    Claim done = claimOne();
    settle(new Complete(done));
    settle(new Complete(done));
    Claim stale = claimOne();
    assertThat(claim(session, 5)).isEmpty();
    bench.advance(LEASE);

    assertThat(claim(other, 5)).hasSize(1);
    settle(new Complete(stale));
    assertThat(claim(session, 5)).isEmpty();
    assertThat(holders()).isEqualTo(1);
  }

  @Test
  @Rule({"L1", "L2"})
  void a_limit_is_of_all_workers_together() {
    set(Limit.queue(QUEUE).places(2));
    set(Limit.key(QUEUE, "a").rate(2, SECOND).burst(2));
    enqueue(keyed("a1", "a"), keyed("a2", "a"), keyed("a3", "a"), job("b1"), job("b2"));

    Claim a1 = claimOne();
    assertThat(claim(other, 5)).hasSize(1);
    assertThat(claim(session, 5)).isEmpty();
    settle(new Complete(a1));
    assertThat(claim(other, 5)).hasSize(1);
    assertThat(claim(session, 5)).isEmpty();
  }

  @Test
  @Rule("L2")
  void what_ran_before_a_limit_was_set_does_not_count_and_no_place_closes() {
    enqueueMany("j", 5);
    Claim before = claimOne();
    set(Limit.queue(QUEUE).places(1));
    Claim counted = claimOne();
    assertThat(claim(session, 5)).isEmpty();
    settle(new Complete(before));
    assertThat(claim(session, 5)).isEmpty();

    set(Limit.queue(QUEUE).places(0));
    settle(new Complete(counted));
    assertThat(claim(session, 5)).isEmpty();
    assertThat(limits.remove(new Target(QUEUE, Optional.empty()), WHO)).isTrue();
    assertThat(claim(session, 5)).hasSize(3);
  }

  @Test
  @Rule("L3")
  void a_handler_holds_its_key_and_without_one_its_queue() {
    enqueue(keyed("a1", "a"), keyed("a2", "a"), keyed("b1", "b"));
    Claim a1 = claimOne();
    assertThat(ids(List.of(a1))).containsExactly("a1");
    settle(back(a1, SECOND, ReleaseReason.RATE_LIMITED));

    assertThat(ids(claim(session, 5))).containsExactly("b1");
    enqueue(job("c"));
    Claim c = claimOne();
    settle(back(c, SECOND.multipliedBy(2), ReleaseReason.RATE_LIMITED));
    bench.advance(SECOND);
    assertThat(claim(session, 5)).as("the queue is held for longer").isEmpty();
    bench.advance(SECOND);

    assertThat(ids(claim(session, 5))).containsExactlyInAnyOrder("a1", "a2", "c");
    assertThat(record("a1").job().attempts()).isZero();
  }

  @Test
  @Rule("L4")
  void a_limit_is_set_changed_and_removed_while_jobs_run_and_that_is_audited() {
    enqueueMany("j", 9);
    set(Limit.queue(QUEUE).places(1));
    assertThat(claim(session, 9)).hasSize(1);
    set(Limit.queue(QUEUE).places(3));
    assertThat(claim(session, 9)).hasSize(2);
    assertThat(limits.remove(new Target(QUEUE, Optional.empty()), "bob")).isTrue();
    assertThat(limits.remove(new Target(QUEUE, Optional.empty()), "bob")).isFalse();
    assertThat(claim(session, 9)).hasSize(6);

    assertThat(inspector().audit(10))
        .extracting(AuditRecord::who, AuditRecord::act)
        .contains(tuple(WHO, "limit"), tuple("bob", "unlimit"));
  }

  @Test
  @Rule("L4")
  void what_a_person_changes_lasts_until_the_declaration_changes() {
    Limit declared = Limit.queue(QUEUE).places(5);
    limits.declare(List.of(declared), "app");
    set(Limit.queue(QUEUE).places(1));
    limits.declare(List.of(declared), "app");
    assertThat(limits.list()).singleElement().matches(r -> r.limit().places().getAsInt() == 1);

    limits.declare(List.of(declared.places(7)), "app");
    assertThat(limits.list()).singleElement().matches(r -> r.limit().places().getAsInt() == 7);
  }

  @Test
  @Rule("L4")
  void a_limit_that_is_not_valid_is_refused_and_nothing_is_set() {
    assertThatThrownBy(() -> set(Limit.queue(QUEUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a rate, or places, or both");
    List<Limit> both = List.of(Limit.queue("fine").places(1), Limit.key(QUEUE, "a*b").places(1));
    assertThatThrownBy(() -> limits.declare(both, WHO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(limits.list()).isEmpty();
  }

  @Test
  @Rule("L5")
  void all_limits_of_a_job_must_have_room_and_all_are_charged_or_none() {
    set(Limit.queue(QUEUE).places(3));
    set(Limit.key(QUEUE, "a").places(1));
    enqueue(keyed("a1", "a"), keyed("a2", "a"), keyed("b1", "b"), job("c1"), job("c2"));

    assertThat(ids(claim(session, 5))).containsExactlyInAnyOrder("a1", "b1", "c1");
    assertThat(claim(session, 5)).isEmpty();
    assertThat(limits.meters(QUEUE)).extracting(Meter::running).containsExactly(3, 1);
  }

  @Test
  @Rule("L5")
  void a_star_limits_each_key_by_itself_and_an_exact_name_comes_first() {
    set(Limit.key(QUEUE, "t:*").places(1));
    set(Limit.key(QUEUE, "t:big*").places(2));
    set(Limit.key(QUEUE, "t:big1").places(3));
    List<EncodedJob> jobs = new ArrayList<>();
    for (String key : List.of("t:a", "t:b", "t:big", "t:big1", "other")) {
      for (int i = 0; i < 4; i++) {
        jobs.add(keyed(key + "-" + i, key));
      }
    }
    enqueue(jobs.toArray(EncodedJob[]::new));

    List<String> claimed = ids(claim(session, 20));
    assertThat(claimed).filteredOn(id -> id.startsWith("t:a-")).hasSize(1);
    assertThat(claimed).filteredOn(id -> id.startsWith("t:b-")).hasSize(1);
    assertThat(claimed).filteredOn(id -> id.startsWith("t:big-")).hasSize(2);
    assertThat(claimed).filteredOn(id -> id.startsWith("t:big1-")).hasSize(3);
    assertThat(claimed).filteredOn(id -> id.startsWith("other-")).hasSize(4);
  }

  @Test
  @Rule("L6")
  void a_job_under_a_limit_is_claimed_for_a_free_slot_alone() {
    set(Limit.key(QUEUE, "a").places(10));
    enqueue(keyed("a1", "a"), keyed("a2", "a"), keyed("a3", "a"), keyed("b1", "b"), job("c1"));

    assertThat(ids(claimFor(5, 0))).containsExactlyInAnyOrder("b1", "c1");
    assertThat(claimFor(5, 2)).hasSize(2);
    set(Limit.queue(QUEUE).rate(1_000, SECOND));
    assertThat(claimFor(5, 0)).isEmpty();
    assertThat(claimFor(5, 1)).hasSize(1);
  }

  @Test
  @Rule("L5")
  void jobs_behind_many_limited_ones_come_at_once() {
    set(Limit.key(QUEUE, "a").places(1));
    List<EncodedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      jobs.add(keyed("a" + i, "a"));
    }
    enqueue(jobs.toArray(EncodedJob[]::new));
    assertThat(ids(claim(session, 5))).containsExactly("a0");
    bench.advance(TICK);
    enqueue(job("b"), keyed("c", "c"));

    assertThat(ids(claim(session, 5))).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  @Rule("L7")
  void a_lost_lease_of_a_job_with_a_key_waits_for_its_turn_under_its_limit() {
    set(Limit.key(QUEUE, "a").places(1));
    enqueue(keyed("a1", "a"), keyed("a2", "a"));
    claimOne();
    bench.advance(LEASE);

    assertThat(ids(claim(other, 5))).containsExactly("a1");
    assertThat(record("a1").job().attempts()).isEqualTo(1);
    assertThat(record("a1").lost()).isEqualTo(1);
    assertThat(record("a1").job().streaks().lost()).isEqualTo(1);
    assertThat(claim(other, 5)).isEmpty();
  }

  @Test
  @Rule("L2")
  void nothing_leaks_over_random_ends() {
    set(Limit.queue(QUEUE).places(4));
    set(Limit.key(QUEUE, "*").places(2).rate(1_000, SECOND).burst(1_000));
    SplittableRandom random = new SplittableRandom(11);
    List<Claim> held = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      if (i % 4 == 0) {
        enqueue(keyed("k" + i, "k" + i % 3), job("p" + i));
      }
      held.addAll(claim(session, 4));
      assertThat(held.size()).isLessThanOrEqualTo(4);
      bench.advance(TICK);
      if (!held.isEmpty() && random.nextInt(3) > 0) {
        Claim one = held.remove(random.nextInt(held.size()));
        settle(
            switch (random.nextInt(4)) {
              case 0 -> new Retry(one, TICK, BOOM);
              case 1 -> new Release(one, TICK, ReleaseReason.SHUTDOWN);
              case 2 -> back(one, TICK, ReleaseReason.RATE_LIMITED);
              default -> new Complete(one);
            });
      }
      assertThat(holders()).isEqualTo(held.size());
    }
  }
}
