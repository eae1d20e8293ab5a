package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Schedules.Fired;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.lifecycle.SchedulePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of schedules share. */
abstract class ScheduleChapter extends KitChapter {
  static final Duration MINUTE = Duration.ofMinutes(1);

  @SuppressWarnings("NullAway.Init") // found before each test
  Schedules schedules;

  @BeforeEach
  final void offered() {
    assumeTrue(backend.rooms().schedules().isPresent(), "not offered");
    schedules = backend.rooms().schedules().orElseThrow();
  }

  static Definition every(String id, String interval) {
    return Definition.of(id, "every " + interval, job("template"));
  }

  void put(Definition... definitions) {
    schedules.put(
        List.of(definitions).stream()
            .map(d -> new Schedules.Entry(d, SchedulePlan.first(schedules, d)))
            .toList(),
        WHO);
  }

  ScheduleRecord schedule(String id) {
    return schedules.find(id).orElseThrow();
  }

  Firing plan(ScheduleRecord record) {
    Instant now = schedules.now();
    return SchedulePlan.of(
        record, now, job -> backend.capabilities().problemsOf(job, now).stream().findFirst());
  }

  List<Firing> plans() {
    return schedules.due(100).stream().map(this::plan).toList();
  }

  /** What a worker's process does. */
  List<Fired> fireDue() {
    return schedules.fire(plans());
  }

  List<TickOutcome> outcomes(String id) {
    return schedules.ledger(id, 1_000).stream().map(Tick::outcome).toList();
  }

  void advanceTo(Instant time) {
    bench.advance(Duration.between(schedules.now(), time));
  }

  void fireNext() {
    advanceTo(schedules.next().orElseThrow());
    assertThat(fireDue()).containsOnly(Fired.APPLIED);
  }
}
