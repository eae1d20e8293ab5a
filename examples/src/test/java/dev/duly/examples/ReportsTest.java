package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Due;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir Path folder;

  @Test
  void what_is_declared_is_there_with_its_next_times() {
    ManualClock clock = new ManualClock(Instant.parse("2030-06-07T12:00:00Z")); // a Friday
    InMemoryBackend backend = new InMemoryBackend(clock);
    try (Duly jobs = Duly.on(backend, JacksonCodec.standard())) {
      Reports.declare(jobs);
      Reports.declare(jobs);
      Schedules room = backend.rooms().schedules().orElseThrow();

      assertThat(room.list("", 9))
          .extracting(ScheduleRecord::id)
          .containsExactly("daily-report", "sync");
      assertThat(room.find("daily-report").orElseThrow().next())
          .contains(Instant.parse("2030-06-10T04:00:00Z"));
    }
  }

  @Test
  void a_report_is_of_the_day_before_the_one_for_which_it_was_due() throws Exception {
    try (SqliteBackend backend = SqliteBackend.file(folder.resolve("jobs.db"));
        Duly jobs = Duly.on(backend, JacksonCodec.standard())) {
      CompletableFuture<LocalDate> written = new CompletableFuture<>();
      Reports.declare(jobs);
      Schedules room = backend.rooms().schedules().orElseThrow();
      ScheduleRecord daily = room.find("daily-report").orElseThrow();
      Instant time = daily.next().orElseThrow();
      var job = SchedulePlan.of(daily, time, refused -> Optional.empty()).jobs().get(0);
      backend.enqueue(List.of(job.withDue(Due.now())));
      Reports.start(jobs, written::complete);

      assertThat(written.get(20, TimeUnit.SECONDS))
          .isEqualTo(LocalDate.ofInstant(time, ZoneId.of("Europe/Oslo")).minusDays(1));
    }
  }
}
