package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.NewJob;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.jackson.JacksonCodec;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.sqlite.SqliteBackend;
import dev.duly.testing.TestQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
  void a_report_is_of_the_day_before_the_one_for_which_it_was_due() {
    try (TestQueue queue = TestQueue.create()) {
      List<LocalDate> days = new ArrayList<>();
      queue.handle(Reports.Daily.class, Reports.daily(days::add));
      queue.handle(Reports.Sync.class, (sync, attempt) -> {});
      Reports.declare(queue.duly());

      queue.advance(Duration.ofDays(1)); // fires what comes due on the way
      queue.drain();
      assertThat(days).containsExactly(LocalDate.parse("2030-01-01"));
    }
  }

  @Test
  void a_worker_runs_them() throws Exception {
    try (Duly jobs =
        Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard())) {
      CompletableFuture<LocalDate> written = new CompletableFuture<>();
      Reports.start(jobs, written::complete);
      jobs.enqueue(NewJob.of(new Reports.Daily("oslo")).queue("reports"));
      assertThat(written.get(20, TimeUnit.SECONDS))
          .isBefore(LocalDate.now(ZoneId.of("Europe/Oslo")));
    }
  }
}
