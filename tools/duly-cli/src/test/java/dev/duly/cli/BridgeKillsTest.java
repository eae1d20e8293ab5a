package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.postgres.PostgresBackend;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge from a file to a server that is killed with SIGKILL again and again: afterwards each job
 * is there once. {@code -Dbridge.jobs=N}.
 */
@Tag("faults")
class BridgeKillsTest {
  private static final int JOBS = Integer.getInteger("bridge.jobs", 5_000);
  private static final int KILLS = 10;
  private static final long SEED = Long.getLong("kill9.seed", System.nanoTime());

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void each_job_is_there_once() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (PrivatePostgres server = PrivatePostgres.start();
        Backend source = SqliteBackend.file(file);
        Backend target = PostgresBackend.url(server.url())) {
      Set<String> given = enqueue(source);
      int kills = 0;
      for (int i = 1; i <= KILLS; i++) {
        Process bridge = start(file, server.url());
        awaitArrival(target, (long) i * JOBS / (KILLS + 1), bridge);
        LockSupport.parkNanos(random.nextLong(30_000_000));
        kills += bridge.isAlive() ? 1 : 0;
        bridge.destroyForcibly();
        assertThat(bridge.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      Process last = start(file, server.url());
      assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).isZero();

      List<String> arrived = ids(target.rooms().inspector().orElseThrow());
      System.out.printf(
          "bridge killed: %d times, %d jobs, %d arrived, seed %d%n",
          kills, JOBS, arrived.size(), SEED);
      assertThat(kills).isGreaterThan(KILLS / 2);
      assertThat(arrived).doesNotHaveDuplicates().hasSameSizeAs(given);
      assertThat(given).containsAll(arrived);
      assertThat(source.rooms().inspector().orElseThrow().queues())
          .extracting(QueueRecord::completed)
          .containsExactly((long) JOBS);
    }
  }

  private static Set<String> enqueue(Backend source) {
    Set<String> ids = new HashSet<>();
    for (int from = 0; from < JOBS; from += 1_000) {
      List<EncodedJob> some =
          IntStream.range(from, Math.min(JOBS, from + 1_000))
              .mapToObj(i -> new EncodedJob(new JobId("job-" + i), "mail", "email", Payload.none()))
              .toList();
      source.enqueue(some);
      some.forEach(job -> ids.add(job.id().value()));
    }
    return ids;
  }

  private Process start(Path file, String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.duly.cli.Main",
            "bridge",
            "--from",
            "sqlite:" + file,
            "--to",
            url,
            "--lease",
            "1s",
            "--until-empty")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("bridge.log").toFile()))
        .start();
  }

  private static void awaitArrival(Backend target, long count, Process bridge) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Inspector inspector = target.rooms().inspector().orElseThrow();
    while (inspector.queues().stream().mapToLong(QueueRecord::waiting).sum() < count
        && bridge.isAlive()) {
      assertThat(System.nanoTime()).as("jobs arrive").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static List<String> ids(Inspector inspector) {
    List<String> ids = new ArrayList<>();
    Optional<JobQuery> query = Optional.of(JobQuery.all(JobQuery.LIMIT_MAX));
    while (query.isPresent()) {
      JobPage page = inspector.list(query.get());
      page.jobs().forEach(job -> ids.add(job.job().id().value()));
      query = page.next().map(query.get()::after);
    }
    return ids;
  }
}
