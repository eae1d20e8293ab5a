package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Schedules.Fired;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K. Schedules: what a store keeps of them, and that each time is fired once. */
abstract class ScheduleRules extends KitChapter {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @SuppressWarnings("NullAway.Init") // found before each test
  private Schedules schedules;

  @BeforeEach
  void offered() {
    assumeTrue(backend.rooms().schedules().isPresent(), "not offered");
    schedules = backend.rooms().schedules().orElseThrow();
  }

  private static Definition every(String id, String interval) {
    return Definition.of(id, "every " + interval, job("template"));
  }

  private void put(Definition... definitions) {
    Instant now = schedules.now();
    schedules.put(
        List.of(definitions).stream()
            .map(d -> new Schedules.Entry(d, SchedulePlan.next(d, now)))
            .toList(),
        WHO);
  }

  private ScheduleRecord schedule(String id) {
    return schedules.find(id).orElseThrow();
  }

  private Firing plan(ScheduleRecord record) {
    Instant now = schedules.now();
    return SchedulePlan.of(
        record, now, job -> backend.capabilities().problemsOf(job, now).stream().findFirst());
  }

  private List<Firing> plans() {
    return schedules.due(100).stream().map(this::plan).toList();
  }

  /** What a worker's process does. */
  private List<Fired> fireDue() {
    return schedules.fire(plans());
  }

  private List<TickOutcome> outcomes(String id) {
    return schedules.ledger(id, 1_000).stream().map(Tick::outcome).toList();
  }

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

  private void advanceTo(Instant time) {
    bench.advance(Duration.between(schedules.now(), time));
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

  private void fireNext() {
    advanceTo(schedules.next().orElseThrow());
    assertThat(fireDue()).containsOnly(Fired.APPLIED);
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
    put(every("a", "1s"));
    for (int i = 0; i < 20; i++) {
      bench.advance(Duration.ofSeconds(59));
      fireDue();
    }
    List<Tick> ledger = schedules.ledger("a", 10_000);
    assertThat(ledger).hasSize(Schedules.TICKS_KEPT_MAX);
    assertThat(ledger.get(0).nominal())
        .isEqualTo(schedule("a").next().orElseThrow().minusSeconds(1));
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
  }

  @Test
  @Rule("D3")
  void what_people_do_to_schedules_is_in_the_audit() {
    put(every("a", "1m"));
    schedules.pause("a", WHO);
    schedules.resume("a", Optional.empty(), WHO);
    schedules.remove("a", WHO);
    assertThat(inspector().audit(9))
        .extracting(AuditRecord::who, AuditRecord::act, AuditRecord::target)
        .containsExactly(
            tuple(WHO, "remove-schedule", "a"),
            tuple(WHO, "resume-schedule", "a"),
            tuple(WHO, "pause-schedule", "a"),
            tuple(WHO, "schedule", "a"));
  }
}
