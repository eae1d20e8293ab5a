package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Feature;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.job.Due;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Until;
import dev.duly.tck.bench.Rule;
import dev.duly.tck.bench.UniqueRace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule E6: who holds a unique key, and until when. */
abstract class UniqueRules extends UniqueChapter {
  @Test
  @Rule("E6")
  void a_key_is_held_while_its_job_waits_runs_and_is_retried() {
    assertThat(enqueue(unique("a"))).containsExactly(stored("a"));
    isHeldBy("a");
    Claim first = claimOne();
    isHeldBy("a");
    settle(new Retry(first, MINUTE, FAILURE));
    isHeldBy("a");
    bench.advance(MINUTE);
    isHeldBy("a");
    Claim second = claimOne();
    settle(new Release(second, MINUTE, ReleaseReason.SHUTDOWN));
    isHeldBy("a");
    bench.advance(MINUTE);
    claimOne();
    bench.advance(LEASE.multipliedBy(2));
    isHeldBy("a");
    settle(new Complete(claimOne()));
    isFree();
    assertThat(record("a").job().labels().uniqueKey()).contains(KEY);
    assertThat(inspector().find(List.of(ref("other")))).isEmpty();
  }

  @Test
  @Rule("E6")
  void a_key_is_free_when_its_job_has_ended_in_whichever_way() {
    enqueue(unique("a"));
    settle(new Complete(claimOne()));
    assertThat(enqueue(unique("b"))).containsExactly(stored("b"));
    settle(new Cancel(claimOne(), "asked"));
    assertThat(enqueue(unique("c"))).containsExactly(stored("c"));
    settle(new DeadLetter(claimOne(), DeadReason.EXHAUSTED, FAILURE));
    assertThat(enqueue(unique("d"))).containsExactly(stored("d"));
    operator().cancel(List.of(ref("d")), WHO);
    assertThat(enqueue(unique("e"))).containsExactly(stored("e"));
    operator().delete(List.of(ref("e")), WHO);
    isFree();
  }

  @Test
  @Rule("E6")
  void a_job_that_is_asked_to_stop_holds_its_key_until_it_does() {
    enqueue(unique("a"));
    Claim a = claimOne();
    assertThat(operator().cancel(List.of(ref("a")), WHO)).containsExactly(Acted.ASKED);
    isHeldBy("a");
    settle(new Cancel(a, "asked"));
    isFree();
  }

  @Test
  @Rule("E6")
  void a_key_until_started_is_free_from_the_first_claim_on() {
    enqueue(unique("a", Until.started()));
    isHeldBy("a");
    Claim a = claimOne();
    assertThat(enqueue(unique("b", Until.started()))).containsExactly(stored("b"));
    settle(new Retry(a, Duration.ZERO, FAILURE));
    isHeldBy("b");
    assertThat(ids(claim(session, 2))).containsExactlyInAnyOrder("a", "b");
    isFree();
  }

  @Test
  @Rule("E6")
  void whatever_brings_a_started_job_back_to_wait_it_holds_its_key_no_more() {
    enqueue(unique("a", Until.started()));
    settle(new Release(claimOne(), Duration.ZERO, ReleaseReason.SHUTDOWN));
    assertThat(enqueue(unique("b", Until.started()))).containsExactly(stored("b"));
    operator().cancel(List.of(ref("b")), WHO);
    claimOne();
    bench.advance(LEASE);
    assertThat(enqueue(unique("c", Until.started()))).containsExactly(stored("c"));
  }

  @Test
  @Rule("E6")
  void a_key_for_a_time_is_held_for_that_time_whatever_becomes_of_the_job() {
    enqueue(unique("a", Until.after(MINUTE)));
    settle(new Complete(claimOne()));
    isHeldBy("a");
    bench.advance(MINUTE.minusMillis(2));
    isHeldBy("a");
    bench.advance(Duration.ofMillis(2));
    assertThat(enqueue(unique("b", Until.after(MINUTE)))).containsExactly(stored("b"));
    operator().cancel(List.of(ref("b")), WHO);
    isHeldBy("b");
    operator().delete(List.of(ref("b")), WHO);
    isFree();
  }

  @Test
  @Rule("E6")
  void a_time_ends_though_the_job_goes_on() {
    enqueue(unique("a", Until.after(MINUTE)).withDue(new Due.In(Duration.ofHours(1))));
    bench.advance(MINUTE);
    isFree();
  }

  @Test
  @Rule({"E3", "E6"})
  void the_id_is_looked_at_before_the_key() {
    enqueue(unique("a"), job("b"));
    assertThat(
            enqueue(
                on(OnConflict.REJECT, unique("a")),
                unique("b").withPayload(Payload.json("1")),
                on(OnConflict.REPLACE, unique("b"))))
        .containsExactly(duplicate("a"), new Enqueued.Conflict(new JobId("b")), duplicate("b"));
    assertThat(record("a").job().payload()).isEqualTo(job("a").payload());
  }

  @Test
  @Rule("E6")
  void other_keys_and_jobs_without_one_are_free() {
    enqueue(unique("a"));
    assertThat(
            enqueue(
                job("b"),
                job("c").withLabels(Labels.NONE.withUniqueKey(KEY + "2")),
                job("d").withLabels(Labels.NONE.withUniqueKey("KEY é ✓'\"*\\"))))
        .containsExactly(stored("b"), stored("c"), stored("d"));
  }

  @Test
  @Rule("E6")
  void a_key_is_held_in_all_queues_or_in_its_own() {
    enqueue(unique("a"));
    Enqueued answer =
        enqueue(jobIn("other", "b").withLabels(Labels.NONE.withUniqueKey(KEY))).get(0);
    if (backend.capabilities().offers(Feature.ACROSS_QUEUES)) {
      assertThat(answer).isEqualTo(duplicate("a"));
      assertThat(
              enqueue(
                  on(
                      OnConflict.REPLACE,
                      jobIn("other", "c").withLabels(Labels.NONE.withUniqueKey(KEY)))))
          .containsExactly(new Enqueued.Rejected(new JobId("a")));
    } else {
      assertThat(answer).isEqualTo(stored("b"));
    }
  }

  @Test
  @Rule("E6")
  void a_key_is_held_whatever_becomes_of_the_jobs_beside_its_own() {
    enqueue(job("q0"), job("q1"));
    claim(session, 2);
    enqueue(job("p0"), unique("a", Until.started()));
    Claim p0 = claimOne();
    assertThat(p0.job().id()).isEqualTo(new JobId("p0"));
    isHeldBy("a");
    settle(new Complete(p0));
    isHeldBy("a");
    operator().delete(List.of(ref("a")), WHO);

    enqueue(job("r0"), unique("b"));
    settle(new Complete(claimOne()));
    isHeldBy("b");
  }

  @Test
  @Rule("E6")
  void a_key_stays_with_its_holder_when_jobs_go_that_held_it_before() {
    enqueue(unique("a"), job("x").withLabels(Labels.NONE.withUniqueKey("x")));
    claim(session, 2).forEach(claim -> settle(new Complete(claim)));
    enqueue(unique("b"), job("y").withLabels(Labels.NONE.withUniqueKey("x")));
    operator().delete(List.of(ref("a")), WHO);
    isHeldBy("b");
    bench.advance(Duration.ofDays(30));
    bench.prune();
    assertThat(inspector().find(List.of(ref("x")))).isEmpty();
    assertThat(enqueue(job("z").withLabels(Labels.NONE.withUniqueKey("x"))))
        .containsExactly(duplicate("y"));
  }

  @Test
  @Rule("E6")
  void a_key_goes_with_its_job_when_that_is_no_longer_kept() {
    enqueue(unique("a", Until.after(Duration.ofDays(60))));
    settle(new Complete(claimOne()));
    bench.advance(Duration.ofDays(30));
    bench.prune();
    assertThat(inspector().find(List.of(ref("a")))).isEmpty();
    isFree();
  }

  @Test
  @Rule("E6 at once")
  void of_many_who_ask_for_a_key_at_once_one_gets_it() throws Exception {
    UniqueRace race = new UniqueRace(List.of(backend, backend), job("x"));
    for (int round = 0; round < 3; round++) {
      race.run(Integer.toString(round));
      List<Claim> claims = new ArrayList<>();
      for (List<Claim> some = claim(session, 100); !some.isEmpty(); some = claim(session, 100)) {
        claims.addAll(some);
      }
      assertThat(claims)
          .extracting(claim -> claim.job().labels().uniqueKey().orElseThrow())
          .doesNotHaveDuplicates()
          .hasSize(UniqueRace.KEYS);
      settleAll(claims.stream().map(Complete::new).toList());
    }
  }
}
