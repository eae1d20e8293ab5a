package dev.duly.sqlite.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A zoo of handlers at their worst, each among 99 good neighbours in processes of their own: the
 * neighbours all complete, and the beast ends as it must.
 */
@Tag("faults")
class HostileHandlersTest {
  static final JobType<Payload, Void> GOOD = JobType.raw("good");
  static final JobType<Payload, Void> BEAST =
      JobType.raw("beast")
          .retry(RetryPolicy.fixed(Duration.ofMillis(1)).attempts(4))
          .timeout(Duration.ofMillis(300));

  private static final int NEIGHBOURS = 99;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = HostileHandler.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXITS", "HALTS", "KILLS_ITS_PROCESS"})
  void a_beast_among_99_neighbours(HostileHandler beast) throws Exception {
    // Long, so that a busy machine's pauses cost nobody an attempt.
    List<JobRecord> jobs = new Cage(folder, beast, Duration.ofSeconds(60)).watch();

    assertThat(jobs).allMatch(r -> r.lost() == 0);
  }

  /** All at once, since each spends its time waiting for leases to end. */
  @Test
  void beasts_that_kill_their_process_cost_each_neighbour_one_attempt_at_most() throws Exception {
    List<CompletableFuture<List<JobRecord>>> cages =
        Arrays.stream(HostileHandler.values())
            .filter(HostileHandler::isDeadly)
            .map(
                beast ->
                    CompletableFuture.supplyAsync(
                        () -> new Cage(folder, beast, Duration.ofSeconds(3)).watchUnchecked()))
            .toList();
    for (CompletableFuture<List<JobRecord>> cage : cages) {
      List<JobRecord> jobs = cage.get(3, TimeUnit.MINUTES);
      assertThat(jobs).filteredOn(r -> isBeast(r)).allMatch(r -> r.lost() == 3).hasSize(1);
      assertThat(jobs)
          .filteredOn(r -> !isBeast(r))
          .allMatch(r -> r.job().attempts() <= 1)
          .anyMatch(r -> r.job().attempts() == 1);
    }
  }

  private static boolean isBeast(JobRecord job) {
    return job.job().id().value().equals("beast");
  }

  /**
   * A file, a beast in it and its neighbours, and a process that is started as often as it dies.
   */
  private static final class Cage {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final Path file;
    private final HostileHandler beast;
    private final Duration lease;

    Cage(Path folder, HostileHandler beast, Duration lease) {
      this.folder = folder;
      this.file = folder.resolve(beast + ".db");
      this.beast = beast;
      this.lease = lease;
    }

    List<JobRecord> watchUnchecked() {
      try {
        return watch();
      } catch (Exception e) {
        throw new IllegalStateException(beast + ": " + e.getMessage(), e);
      }
    }

    /** Until all is as it must be; every job's record then. */
    List<JobRecord> watch() throws Exception {
      @Nullable Process worker = null;
      try (Duly jobs = Duly.on(SqliteBackend.file(file), Codec.RAW)) {
        fill(jobs);
        Inspector inspector = jobs.backend().rooms().inspector().orElseThrow();
        long deadline = System.nanoTime() + NANOS_MAX;
        while (!isOver(inspector)) {
          if (worker == null || !worker.isAlive()) {
            worker = start();
          }
          assertThat(System.nanoTime())
              .as(() -> beast + " is " + record(inspector) + ", " + inspector.queues())
              .isLessThan(deadline);
          LockSupport.parkNanos(10_000_000);
        }
        assertThat(record(inspector).lastError().map(e -> e.error() + " " + e.message()).orElse(""))
            .contains(beast.says())
            .hasSizeLessThan(10_000);
        return inspector.list(JobQuery.all(1_000)).jobs();
      } finally {
        if (worker != null) {
          worker.destroyForcibly().waitFor();
        }
      }
    }

    private void fill(Duly jobs) {
      List<NewJob<Payload, Void>> all = new ArrayList<>();
      for (int i = 0; i < NEIGHBOURS; i++) {
        if (i == 4) {
          byte[] name = beast.name().getBytes(StandardCharsets.UTF_8);
          Payload payload = new Payload(name, "text/plain");
          all.add(NewJob.of(BEAST, payload).id("beast"));
        }
        all.add(NewJob.of(GOOD, Payload.json("{}")).id("good-" + i));
      }
      jobs.enqueueAll(all);
    }

    private boolean isOver(Inspector inspector) {
      JobRecord its = record(inspector);
      String end = its.state().text() + its.deadReason().map(reason -> "/" + reason).orElse("");
      boolean others =
          inspector.list(JobQuery.all(1_000)).jobs().stream()
              .filter(r -> !isBeast(r))
              .allMatch(r -> r.state() == JobState.COMPLETED);
      assertThat(
              its.state() == JobState.WAITING
                  || its.state() == JobState.RUNNING
                  || end.equals(beast.ends()))
          .as(beast + " ended as " + end)
          .isTrue();
      return others && end.equals(beast.ends());
    }

    private static JobRecord record(Inspector inspector) {
      return inspector.find(new JobRef("default", new JobId("beast"))).orElseThrow();
    }

    private Process start() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(HostileWorker.class.getName(), file.toString(), lease.toString()));
      Path log = folder.resolve(beast + ".log");
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    }
  }
}
