package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Feature;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Unique;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** K. Schedules: what becomes of times that are late, or come during a pause, and the ledger. */
abstract class ScheduleTimeRules extends ScheduleChapter {
  @Test
  @Rule("K3")
  void a_paused_schedule_is_not_due_and_fills_in_nothing_when_it_is_resumed() {
    put(every("a", "1m"));
    assertThat(schedules.pause("a", WHO)).isTrue();
    assertThat(schedules.pause("a", WHO)).isFalse();
    assertThat(schedule("a").paused()).isTrue();
    assertThat(schedules.next()).isEmpty();
    bench.advance(MINUTE.multipliedBy(5));
    assertThat(schedules.due(9)).isEmpty();
    Definition definition = schedule("a").definition();
    Optional<Instant> next = SchedulePlan.next(definition, schedules.now());
    assertThat(schedules.resume("a", next, WHO)).isTrue();
    assertThat(schedules.resume("a", next, WHO)).isFalse();
    assertThat(schedules.due(9)).isEmpty();
    assertThat(schedule("a").next()).isEqualTo(next);
    advanceTo(next.orElseThrow());
    fireDue();
    assertThat(outcomes("a")).containsExactly(TickOutcome.FIRED);
    assertThat(schedules.pause("never", WHO)).isFalse();
    assertThat(schedules.resume("never", next, WHO)).isFalse();
    assertThat(schedules.remove("never", WHO)).isFalse();
  }

  @Test
  @Rule("K3")
  void a_pause_and_its_end_are_of_one_schedule() {
    put(every("a", "1m"), every("b", "1m"), every("c", "1m"));
    schedules.pause("a", WHO);
    schedules.pause("b", WHO);
    assertThat(schedule("c").paused()).isFalse();
    schedules.resume("a", Optional.of(schedules.now().plusSeconds(90)), WHO);
    assertThat(schedule("b").paused()).isTrue();
    assertThat(schedule("c").next()).isNotEqualTo(schedule("a").next());
  }

  @Test
  @Rule("K4")
  void the_last_job_of_a_schedule_is_its_own() {
    enqueue(jobIn("other", "waits"), jobIn("other", "waits-too"));
    put(every("a", "1m"), every("b", "1m"));
    fireNext();
    claim(session, 9).forEach(claim -> settle(new Complete(claim)));
    assertThat(schedule("a").lastState()).contains(JobState.COMPLETED);
    assertThat(schedules.list("", 9))
        .hasSize(2)
        .allMatch(record -> record.lastState().equals(Optional.of(JobState.COMPLETED)));
    bench.advance(MINUTE);
    assertThat(schedules.due(9))
        .hasSize(2)
        .allMatch(record -> record.lastState().equals(Optional.of(JobState.COMPLETED)));
  }

  @Test
  @Rule("K3")
  void a_clock_that_is_set_back_fires_nothing_twice() {
    put(every("a", "1m"), every("edited", "1m"), every("resumed", "1m"));
    for (int i = 0; i < 5; i++) {
      fireNext();
    }
    List<Claim> first = claim(session, 99);
    assertThat(first).hasSize(15);
    first.forEach(claim -> settle(new Complete(claim)));
    operator().delete(first.stream().map(claim -> claim.job().ref()).toList(), WHO); // as in time

    bench.advance(Duration.ofHours(-1));
    put(every("edited", "1m").withPolicies(Misfire.SKIP, Overlap.ALLOW));
    schedules.pause("resumed", WHO);
    assertThat(
            schedules.resume(
                "resumed", SchedulePlan.first(schedules, schedule("resumed").definition()), WHO))
        .isTrue();
    for (int i = 0; i < 61; i++) {
      fireDue();
      bench.advance(MINUTE);
    }
    fireDue();
    for (String id : List.of("a", "edited", "resumed")) {
      List<Instant> nominal = schedules.ledger(id, 99).stream().map(Tick::nominal).toList();
      assertThat(nominal).as(id).hasSize(6).doesNotHaveDuplicates();
    }
    assertThat(claim(session, 99)).hasSize(3);
  }

  @Test
  @Rule("K3")
  void one_that_is_edited_while_it_is_paused_stays_paused() {
    put(every("a", "1m"));
    schedules.pause("a", WHO);
    put(every("a", "5m"));
    assertThat(schedule("a").paused()).isTrue();
    assertThat(schedule("a").definition().spec()).isEqualTo("every 5m");
  }

  @Test
  @Rule("K3")
  void times_that_were_missed_are_fired_once_or_not_at_all() {
    put(every("once", "1m"), every("skip", "1m").withPolicies(Misfire.SKIP, Overlap.ALLOW));
    advanceTo(schedules.next().orElseThrow().plus(Duration.ofSeconds(200)));
    fireDue();
    assertThat(outcomes("once"))
        .containsExactly(
            TickOutcome.FIRED, TickOutcome.LATE, TickOutcome.MISSED, TickOutcome.MISSED);
    assertThat(outcomes("skip"))
        .containsExactly(
            TickOutcome.FIRED, TickOutcome.MISSED, TickOutcome.MISSED, TickOutcome.MISSED);
    assertThat(claim(session, 9)).hasSize(3);
  }

  @Test
  @Rule("K4")
  void a_time_is_skipped_while_the_last_job_has_not_ended() {
    put(every("a", "1m").withPolicies(Misfire.FIRE_ONCE, Overlap.SKIP));
    fireNext();
    fireNext(); // it waits
    Claim first = claimOne();
    fireNext(); // it runs
    settle(new DeadLetter(first, DeadReason.EXHAUSTED, Failure.of("E", "m")));
    fireNext(); // it is dead
    settle(new Complete(claimOne()));
    fireNext();
    operator().delete(List.of(schedule("a").lastJob().orElseThrow()), WHO);
    fireNext();
    assertThat(outcomes("a"))
        .containsExactly(
            TickOutcome.FIRED,
            TickOutcome.FIRED,
            TickOutcome.FIRED,
            TickOutcome.SKIPPED,
            TickOutcome.SKIPPED,
            TickOutcome.FIRED);
    assertThat(schedules.ledger("a", 9).get(3).reason()).isEqualTo("overlap");
  }

  @Test
  @Rule("K6")
  void a_job_that_the_store_refuses_is_skipped_and_the_ledger_says_why() {
    byte[] big = new byte[backend.capabilities().payloadBytesMax() + 1];
    put(
        Definition.of(
            "a",
            "every 1m",
            new EncodedJob(new JobId("x"), "mail", QUEUE, new Payload(big, "x/y"))));
    fireNext();
    assertThat(outcomes("a")).containsExactly(TickOutcome.SKIPPED);
    assertThat(schedules.ledger("a", 1).get(0).reason()).contains("payload is");
    assertThat(claim(session, 9)).isEmpty();
  }

  @Test
  @Rule("K6")
  void a_time_whose_unique_key_is_held_is_skipped_and_the_ledger_says_by_whom() {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
    put(every("other", "1m"));
    fireNext();
    schedules.pause("other", WHO);
    put(keyed("a", OnConflict.RETURN_EXISTING), keyed("b", OnConflict.REJECT));
    enqueue(keyed("x", OnConflict.REJECT).template());
    fireNext();
    for (String id : List.of("a", "b")) {
      Tick tick = schedules.ledger(id, 9).get(0);
      assertThat(tick.outcome()).isEqualTo(TickOutcome.SKIPPED);
      assertThat(tick.reason()).isEqualTo("job template holds the unique key");
      assertThat(tick.job()).isEmpty();
      assertThat(schedule(id).lastJob()).isEmpty();
    }
    assertThat(schedule("other").lastJob()).isPresent();
    claim(session, 9).forEach(claim -> settle(new Complete(claim)));
    schedules.pause("b", WHO);
    fireNext();
    assertThat(outcomes("a")).containsExactly(TickOutcome.FIRED, TickOutcome.SKIPPED);
    assertThat(schedule("a").lastJob()).isEqualTo(Optional.of(claimOne().job().ref()));
  }

  @Test
  @Rule("K6")
  void of_several_times_of_one_key_the_first_is_fired_and_is_the_last_job() {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
    Definition often = keyed("a", OnConflict.RETURN_EXISTING);
    put(Definition.of("a", "every 10s", often.template()));
    advanceTo(schedules.next().orElseThrow().plusSeconds(25));
    fireDue();
    assertThat(outcomes("a"))
        .containsExactly(TickOutcome.SKIPPED, TickOutcome.SKIPPED, TickOutcome.FIRED);
    Claim claim = claimOne();
    assertThat(schedules.ledger("a", 9).get(2).job()).contains(claim.job().id());
    assertThat(schedule("a").lastJob()).contains(claim.job().ref());
    assertThat(schedule("a").lastState()).contains(JobState.RUNNING);
  }

  @Test
  @Rule("K6")
  void a_time_that_replaces_what_waits_under_its_key_says_so() {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
    put(keyed("a", OnConflict.REPLACE));
    enqueue(keyed("x", OnConflict.REJECT).template().withPayload(Payload.json("{\"old\":1}")));
    fireNext();
    Tick tick = schedules.ledger("a", 9).get(0);
    assertThat(tick.outcome()).isEqualTo(TickOutcome.FIRED);
    assertThat(tick.reason()).isEqualTo("it replaced what waits under the unique key");
    assertThat(tick.job()).contains(new JobId("template"));
    assertThat(claimOne().job().payload()).isEqualTo(job("template").payload());
    assertThat(claim(session, 9)).isEmpty();
  }

  private static Definition keyed(String id, OnConflict onConflict) {
    EncodedJob template = job("template");
    Labels labels =
        new Labels(Optional.of("key"), Optional.empty(), List.of(), Map.of(), Optional.empty());
    return Definition.of(
        id,
        "every 1m",
        template.withLabels(labels).withUnique(Unique.DEFAULT.withOnConflict(onConflict)));
  }

  @Test
  @Rule("K6")
  void the_ledger_has_every_time_once_the_latest_first_and_goes_with_its_schedule() {
    put(every("a", "1m"), every("b", "1m"));
    for (int i = 0; i < 10; i++) {
      bench.advance(Duration.ofSeconds(37 + 41L * i));
      fireDue();
    }
    List<Instant> nominal = schedules.ledger("a", 1_000).stream().map(Tick::nominal).toList();
    assertThat(nominal).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    for (int i = 1; i < nominal.size(); i++) {
      assertThat(nominal.get(i)).isEqualTo(nominal.get(i - 1).minus(MINUTE));
    }
    assertThat(schedules.ledger("a", 3)).hasSize(3);
    schedules.remove("a", WHO);
    assertThat(schedules.ledger("a", 3)).isEmpty();
    assertThat(schedules.ledger("b", 1_000)).hasSameSizeAs(nominal);
    put(every("a", "1m"));
    assertThat(schedules.ledger("a", 3)).isEmpty();
  }

  @Test
  @Rule("K6")
  void the_latest_thousand_ticks_of_a_schedule_are_kept() {
    put(every("b", "1s"));
    fireNext();
    schedules.pause("b", WHO);
    put(every("a", "1s"), every("c", "10s"));
    for (int i = 0; i < 20; i++) {
      bench.advance(Duration.ofSeconds(59));
      fireDue();
    }
    List<Tick> ledger = schedules.ledger("a", 10_000);
    assertThat(ledger).hasSize(Schedules.TICKS_KEPT_MAX);
    assertThat(schedules.ledger("b", 9)).hasSize(1);
    assertThat(ledger.get(0).nominal())
        .isEqualTo(schedule("a").next().orElseThrow().minusSeconds(1));
  }

  @Test
  @Rule("K3")
  void the_most_overdue_are_fired_first_and_a_schedule_without_times_is_never_due() {
    put(every("c", "3m"), every("a", "7m"), every("b", "1h"));
    put(every("over", "1m").withBounds(Optional.empty(), Optional.of(Instant.EPOCH)));
    assertThat(schedule("over").next()).isEmpty();
    bench.advance(Duration.ofHours(2));
    List<Instant> times =
        schedules.due(9).stream().map(record -> record.next().orElseThrow()).toList();
    assertThat(times).hasSize(3).isSorted();
    assertThat(schedules.due(2)).hasSize(2);
    fireDue();
    for (String id : List.of("a", "b", "c")) {
      assertThat(schedule(id).next())
          .isEqualTo(SchedulePlan.next(schedule(id).definition(), schedules.now()));
    }
  }

  @Test
  @Rule("D3")
  void what_people_do_to_schedules_is_in_the_audit() {
    put(every("a", "1m"));
    schedules.pause("a", WHO);
    schedules.resume("a", Optional.empty(), WHO);
    schedules.remove("a", WHO);
    schedules.pause("a", WHO); // nothing is there any more
    assertThat(inspector().audit(9))
        .extracting(AuditRecord::who, AuditRecord::act, AuditRecord::target)
        .containsExactly(
            tuple(WHO, "remove-schedule", "a"),
            tuple(WHO, "resume-schedule", "a"),
            tuple(WHO, "pause-schedule", "a"),
            tuple(WHO, "schedule", "a"));
  }
}
