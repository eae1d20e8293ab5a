package dev.duly.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link SchedulePlan}, line by line. */
class SchedulePlanTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final EncodedJob TEMPLATE =
      new EncodedJob(new JobId("x"), "report", "default", Payload.json("1"));

  private static Definition every(String interval, Misfire misfire, Overlap overlap) {
    return Definition.of("s", "every " + interval, TEMPLATE).withPolicies(misfire, overlap);
  }

  private static ScheduleRecord record(Definition definition, Instant next, boolean lastIsOpen) {
    return new ScheduleRecord(
        definition,
        7,
        Optional.of(next),
        lastIsOpen ? Optional.of(new JobRef("default", new JobId("last"))) : Optional.empty(),
        lastIsOpen ? Optional.of(JobState.RUNNING) : Optional.empty(),
        false);
  }

  private static Firing plan(ScheduleRecord record, Instant now) {
    return SchedulePlan.of(record, now, job -> Optional.empty());
  }

  private static String text(Firing firing) {
    return firing.ticks().stream()
        .map(
            tick ->
                tick.nominal().toString().substring(11, 19)
                    + " "
                    + tick.outcome().text()
                    + (tick.reason().isEmpty() ? "" : " " + tick.reason()))
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // interval, next, now, misfire, overlap, last is open, ticks
        "20s | 12:00:00 | 12:00:45 | FIRE_ONCE | ALLOW | true  | 12:00:00 fired, 12:00:20 fired, 12:00:40 fired",
        "20s | 12:00:00 | 12:00:45 | SKIP      | ALLOW | false | 12:00:00 fired, 12:00:20 fired, 12:00:40 fired",
        "20s | 12:00:00 | 12:01:00 | SKIP      | SKIP  | false | 12:00:00 fired, 12:00:20 skipped overlap, 12:00:40 skipped overlap, 12:01:00 skipped overlap",
        "1m  | 12:00:00 | 12:00:59 | FIRE_ONCE | SKIP  | true  | 12:00:00 skipped overlap",
        "1m  | 12:00:00 | 12:03:30 | FIRE_ONCE | ALLOW | false | 12:00:00 missed, 12:01:00 missed, 12:02:00 late, 12:03:00 fired",
        "1m  | 12:00:00 | 12:03:30 | FIRE_ONCE | SKIP  | false | 12:00:00 missed, 12:01:00 missed, 12:02:00 late, 12:03:00 skipped overlap",
        "1m  | 12:00:00 | 12:03:30 | FIRE_ONCE | SKIP  | true  | 12:00:00 missed, 12:01:00 missed, 12:02:00 skipped overlap, 12:03:00 skipped overlap",
        "1m  | 12:00:00 | 12:03:30 | SKIP      | ALLOW | false | 12:00:00 missed, 12:01:00 missed, 12:02:00 missed, 12:03:00 fired",
        "1h  | 12:00:00 | 14:30:00 | FIRE_ONCE | ALLOW | false | 12:00:00 missed, 13:00:00 missed, 14:00:00 late",
        "1h  | 12:00:00 | 14:30:00 | SKIP      | ALLOW | false | 12:00:00 missed, 13:00:00 missed, 14:00:00 missed",
        "1h  | 12:00:00 | 12:01:00 | SKIP      | ALLOW | false | 12:00:00 fired",
        "1h  | 12:00:00 | 12:01:01 | SKIP      | ALLOW | false | 12:00:00 missed",
      })
  void each_line(
      String interval,
      String next,
      String now,
      Misfire misfire,
      Overlap overlap,
      boolean lastIsOpen,
      String ticks) {
    ScheduleRecord record = record(every(interval, misfire, overlap), at(next), lastIsOpen);
    Firing firing = plan(record, at(now));

    assertThat(text(firing)).isEqualTo(ticks);
    assertThat(firing.revision()).isEqualTo(7);
    assertThat(firing.next().orElseThrow()).isAfter(at(now));
    assertThat(firing.jobs())
        .extracting(EncodedJob::id)
        .isEqualTo(firing.ticks().stream().flatMap(tick -> tick.job().stream()).toList());
  }

  private static Instant at(String time) {
    return Instant.parse("2030-01-01T" + time + "Z");
  }

  @Test
  void a_job_has_the_id_of_its_time_and_says_which_that_is() {
    Definition definition =
        every("1h", Misfire.FIRE_ONCE, Overlap.ALLOW).withJitter(Duration.ofMinutes(5));
    EncodedJob job = plan(record(definition, NOON, false), NOON).jobs().get(0);

    assertThat(job.id().value()).isEqualTo("s:20300101T120000Z");
    assertThat(job.labels().headers()).containsEntry("duly-nominal", "2030-01-01T12:00:00Z");
    assertThat(job.payload()).isEqualTo(TEMPLATE.payload());
    Instant due = ((Due.At) job.due()).instant();
    assertThat(due).isBetween(NOON, NOON.plusSeconds(300));
    assertThat(plan(record(definition, NOON, false), NOON).jobs()).containsExactly(job);
  }

  @Test
  void jitter_spreads_the_times_over_all_of_it() {
    Definition definition =
        every("1m", Misfire.FIRE_ONCE, Overlap.ALLOW).withJitter(Duration.ofSeconds(30));
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Instant time = NOON.plusSeconds(60L * i);
      EncodedJob job = plan(record(definition, time, false), time).jobs().get(0);
      delays.add(Duration.between(time, ((Due.At) job.due()).instant()).toMillis());
    }
    assertThat(delays).allMatch(delay -> delay >= 0 && delay < 30_000);
    for (int tenth = 0; tenth < 10; tenth++) {
      long from = tenth * 3_000L;
      assertThat(delays).filteredOn(d -> d >= from && d < from + 3_000).hasSizeBetween(60, 145);
    }
  }

  @Test
  void of_many_that_were_missed_the_latest_hundred_are_told_and_how_many_came_before() {
    Definition definition = every("1s", Misfire.SKIP, Overlap.ALLOW);
    Firing firing = plan(record(definition, NOON, false), NOON.plusSeconds(1_061));

    List<Tick> missed =
        firing.ticks().stream().filter(t -> t.outcome() == TickOutcome.MISSED).toList();
    assertThat(missed).hasSize(100);
    assertThat(missed.get(0).nominal()).isEqualTo(NOON.plusSeconds(901));
    assertThat(missed.get(0).reason()).isEqualTo("901 before it were missed, too");
    assertThat(missed.get(1).reason()).isEmpty();
    assertThat(firing.ticks()).hasSize(161);
    assertThat(firing.next()).contains(NOON.plusSeconds(1_062));
  }

  @Test
  void a_schedule_of_seconds_that_stood_still_for_years_is_planned_in_a_moment() {
    Definition definition = every("1s", Misfire.FIRE_ONCE, Overlap.ALLOW);
    Firing firing = plan(record(definition, NOON, false), NOON.plus(Duration.ofDays(1_000)));

    assertThat(firing.ticks().get(0).reason())
        .startsWith("at least 1")
        .endsWith("were missed, too");
    assertThat(firing.ticks()).filteredOn(t -> t.outcome() == TickOutcome.LATE).hasSize(1);
    assertThat(firing.next()).contains(NOON.plus(Duration.ofDays(1_000)).plusSeconds(1));
  }

  @Test
  void there_is_no_time_before_its_start_or_after_its_end() {
    Definition definition =
        every("1h", Misfire.FIRE_ONCE, Overlap.ALLOW)
            .withBounds(Optional.of(NOON), Optional.of(NOON.plusSeconds(7_200)));

    assertThat(SchedulePlan.next(definition, NOON.minusSeconds(9_000))).contains(NOON);
    assertThat(SchedulePlan.next(definition, NOON)).contains(NOON.plusSeconds(3_600));
    assertThat(SchedulePlan.next(definition, NOON.plusSeconds(3_600)))
        .contains(NOON.plusSeconds(7_200));
    assertThat(SchedulePlan.next(definition, NOON.plusSeconds(7_200))).isEmpty();
    Firing last = plan(record(definition, NOON.plusSeconds(7_200), false), NOON.plusSeconds(7_201));
    assertThat(text(last)).isEqualTo("14:00:00 fired");
    assertThat(last.next()).isEmpty();
  }

  @Test
  void a_job_that_would_be_refused_is_skipped_and_says_why() {
    Firing firing =
        SchedulePlan.of(
            record(every("1h", Misfire.FIRE_ONCE, Overlap.ALLOW), NOON, false),
            NOON,
            job -> Optional.of("payload is too long"));

    assertThat(text(firing)).isEqualTo("12:00:00 skipped payload is too long");
    assertThat(firing.jobs()).isEmpty();
  }
}
