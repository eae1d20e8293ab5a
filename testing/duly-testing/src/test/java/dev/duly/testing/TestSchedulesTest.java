package dev.duly.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.JobName;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recurring jobs under test. */
@DulyTest
class TestSchedulesTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @JobName("report")
  record Report(String of) {}

  private static Schedule hourly() {
    return Schedule.cron("hourly", "0 * * * *", ZoneOffset.UTC)
        .job(NewJob.of(new Report("the hour")));
  }

  @Test
  void schedules_are_fired_at_their_times_while_the_clock_is_moved(TestQueue queue) {
    List<Instant> times = new ArrayList<>();
    queue.handle(Report.class, (report, attempt) -> times.add(attempt.nominalTime().orElseThrow()));
    queue
        .duly()
        .schedules(
            hourly(), Schedule.at("once", NOON.plusSeconds(90)).job(NewJob.of(new Report("once"))));

    assertThat(queue.advance(Duration.ofMinutes(1)).drain()).isZero();
    queue.advance(Duration.ofHours(3));
    assertThat(times).isEmpty();
    assertThat(queue.drain()).isEqualTo(4);

    assertThat(times)
        .containsExactly(
            NOON.plusSeconds(90),
            NOON.plus(Duration.ofHours(1)),
            NOON.plus(Duration.ofHours(2)),
            NOON.plus(Duration.ofHours(3)));
    assertThat(queue.clock().instant()).isEqualTo(NOON.plus(Duration.ofMinutes(181)));
  }

  @Test
  void a_time_is_skipped_while_the_last_job_was_not_drained(TestQueue queue) {
    queue.handle(Report.class, (report, attempt) -> {});
    queue.duly().schedules(hourly().overlap(Overlap.SKIP));
    queue.advance(Duration.ofHours(3));
    assertThat(queue.drain()).isEqualTo(1);
    queue.advance(Duration.ofHours(1));
    assertThat(queue.drain()).isEqualTo(1);
  }

  @Test
  void too_many_times_on_the_way_are_refused(TestQueue queue) {
    Schedule often =
        Schedule.every("often", Duration.ofSeconds(1)).job(NewJob.of(new Report("now")));
    queue.duly().schedules(often);
    assertThatThrownBy(() -> queue.advance(Duration.ofDays(1)))
        .hasMessage("schedules have more than 10000 times in PT24H: advance by less");
  }
}
