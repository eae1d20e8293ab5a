package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules.Fired;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** K. Schedules: what a store keeps of them, and that each time is fired once. */
abstract class ScheduleRules extends ScheduleChapter {
  @Test
  @Rule("K2")
  void a_schedule_comes_back_as_it_was_given() {
    Instant from = Instant.parse("2029-01-02T03:04:05Z");
    JobSpec spec =
        JobSpec.builder("image.resize", "images")
            .priority(Priority.LOW)
            .maxAttempts(7)
            .retry("1s 2s ±0%")
            .timeout(Duration.ofMinutes(2))
            .labels(
                new Labels(
                    Optional.of("key"),
                    Optional.of("group"),
                    List.of("a", "é ✓"),
                    Map.of("h", "v"),
                    Optional.of("shop")))
            .build();
    EncodedJob template =
        new EncodedJob(
                new JobId("x"), spec, new Payload(new byte[] {0, -1}, "x/y", 3, Optional.of("k1")))
            .withExpires(Optional.of(new Due.In(MINUTE)))
            .withUnique(Unique.DEFAULT.withUntil(Until.after(MINUTE)));
    Definition full =
        Definition.of("a.b_c:d-1", "0 6 * * MON-FRI Europe/Oslo", template)
            .withPolicies(Misfire.SKIP, Overlap.SKIP)
            .withJitter(Duration.ofMillis(90_001))
            .withBounds(Optional.of(from), Optional.of(from.plusSeconds(1_000_000_000)))
            .withDeclaration(Optional.of("form"), Optional.of("shop"));
    put(full, every("plain", "1m"));

    ScheduleRecord found = schedule("a.b_c:d-1");
    assertThat(found.definition())
        .usingRecursiveComparison()
        .ignoringFields("template")
        .isEqualTo(full);
    EncodedJob kept = found.definition().template();
    assertThat(kept.spec()).isEqualTo(spec);
    assertThat(kept.payload()).isEqualTo(template.payload());
    assertThat(kept.expires()).isEqualTo(template.expires());
    assertThat(kept.unique()).isEqualTo(template.unique());
    assertThat(found.next()).isEqualTo(SchedulePlan.next(full, schedules.now()));
    assertThat(found.lastJob()).isEmpty();
    assertThat(found.lastState()).isEmpty();
    assertThat(found.paused()).isFalse();
    assertThat(schedules.find("never")).isEmpty();
    assertThat(schedules.list("", 10))
        .extracting(ScheduleRecord::id)
        .containsExactly("a.b_c:d-1", "plain");
    assertThat(schedules.list("a.b_c:d-1", 10))
        .extracting(ScheduleRecord::id)
        .containsExactly("plain");
    assertThat(schedules.list("", 1)).hasSize(1);
  }

  @Test
  @Rule("K2")
  void a_time_is_fired_when_it_has_come_and_not_before() {
    put(every("a", "1m"), every("b", "1h"));
    Instant next = schedule("a").next().orElseThrow();
    assertThat(schedules.next()).contains(next);
    assertThat(schedules.due(9)).isEmpty();
    advanceTo(next.minusMillis(1));
    assertThat(schedules.due(9)).isEmpty();
    advanceTo(next);
    assertThat(schedules.due(9)).extracting(ScheduleRecord::id).contains("a");
    assertThat(fireDue()).containsOnly(Fired.APPLIED);

    assertThat(schedule("a").next()).contains(next.plus(MINUTE));
    Claim claim =
        claim(session, 9).stream()
            .filter(c -> c.job().id().value().startsWith("a:"))
            .findFirst()
            .orElseThrow();
    assertThat(claim.job().labels().headers()).containsEntry("duly-nominal", next.toString());
    assertThat(claim.job().payload()).isEqualTo(job("template").payload());
    assertThat(schedule("a").lastJob()).contains(claim.job().ref());
    assertThat(schedule("a").lastState()).contains(JobState.RUNNING);
    assertThat(schedules.ledger("a", 9))
        .containsExactly(new Tick(next, TickOutcome.FIRED, "", Optional.of(claim.job().id())));
    assertThat(fireDue()).isEmpty();
  }

  @Test
  @Rule("K2")
  void of_ten_clocks_that_plan_the_same_time_one_fires_it() {
    put(every("a", "1m"), every("b", "1m"));
    for (int round = 0; round < 5; round++) {
      advanceTo(schedules.next().orElseThrow());
      List<List<Firing>> all = IntStream.range(0, 10).mapToObj(clock -> plans()).toList();
      List<Fired> outcomes = new ArrayList<>();
      all.forEach(firings -> outcomes.addAll(schedules.fire(firings)));
      assertThat(outcomes).filteredOn(o -> o == Fired.APPLIED).hasSize(2);
    }
    assertThat(claim(session, 99)).hasSize(10);
    assertThat(outcomes("a")).hasSize(5).containsOnly(TickOutcome.FIRED);
  }

  @Test
  @Rule("K2")
  void what_was_changed_between_plan_and_fire_is_lost() {
    put(every("edited", "1m"), every("paused", "1m"), every("removed", "1m"), every("made", "1m"));
    advanceTo(schedules.next().orElseThrow());
    List<Firing> plans = plans();
    put(every("edited", "1m"));
    assertThat(schedules.pause("paused", WHO)).isTrue();
    assertThat(schedules.remove("removed", WHO)).isTrue();
    schedules.remove("made", WHO);
    put(every("made", "1m"));

    assertThat(plans).hasSize(4);
    assertThat(schedules.fire(plans)).containsOnly(Fired.LOST);
    assertThat(claim(session, 9)).isEmpty();
    assertThat(outcomes("edited")).isEmpty();
  }

  @Test
  @Rule("K2")
  void one_that_is_lost_spoils_no_other() {
    put(every("a", "1m"), every("b", "1m"));
    advanceTo(schedules.next().orElseThrow());
    List<Firing> plans = plans();
    schedules.pause("a", WHO);
    assertThat(schedules.fire(plans)).containsExactlyInAnyOrder(Fired.LOST, Fired.APPLIED);
    assertThat(claim(session, 9)).hasSize(1);
    assertThat(outcomes("b")).containsExactly(TickOutcome.FIRED);
  }

  @Test
  @Rule("K2")
  void a_job_whose_id_is_there_already_is_not_there_twice() {
    put(every("a", "1m"));
    advanceTo(schedules.next().orElseThrow());
    enqueue(plan(schedule("a")).jobs().get(0));
    fireDue();
    assertThat(claim(session, 9)).hasSize(1);
    assertThat(outcomes("a")).containsExactly(TickOutcome.FIRED);
  }
}
