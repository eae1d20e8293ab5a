package dev.duly.sqlite.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes on one file get their turns: worker processes share the jobs, and a producer
 * beside them does not wait long.
 */
@Tag("faults")
class ProcessesTest {
  private static final Payload PAYLOAD = Payload.json("{\"text\":\"" + "x".repeat(189) + "\"}");
  private static final int BULKS = 1_000; // more than a quick machine can do
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration MEASURED = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final List<Process> workers = new ArrayList<>();
  private int ids;

  @AfterEach
  void end() throws InterruptedException {
    for (Process worker : workers) {
      worker.destroyForcibly();
      worker.waitFor(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void three_workers_and_a_producer_share_a_file() throws Exception {
    Figures alone = run(1, folder.resolve("alone.db"));
    Figures together = run(3, folder.resolve("together.db"));

    System.out.printf(
        "processes: one %,d jobs/s; three %,d jobs/s, shares %s; a producer's commit p99 %d ms beside them, worst %d ms%n",
        alone.total(),
        together.total(),
        together.shares(),
        together.p99Millis(),
        together.worstMillis());
    assertThat(together.shares()).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(20));
    // The goals are half of one process's throughput and 50 ms; what limits them is in decision 6.
    // Four processes on two shared cores measure the neighbours, too: what fails here is
    // starvation, and the line above says how far the goals are.
    assertThat(together.total()).isGreaterThan(alone.total() / 5);
    assertThat(together.p99Millis()).isLessThan(500);
  }

  /**
   * What was measured.
   *
   * @param shares of each worker, in percent
   */
  private record Figures(long total, List<Integer> shares, long p99Millis, long worstMillis) {}

  private Figures run(int processes, Path file) throws Exception {
    List<BufferedReader> said = new ArrayList<>();
    List<Process> started = new ArrayList<>();
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      for (int i = 0; i < BULKS; i++) {
        backend.enqueue(bulk(1_000));
      }
      for (int i = 0; i < processes; i++) {
        Process worker = start(file, "w" + i);
        started.add(worker);
        said.add(
            new BufferedReader(
                new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8)));
      }
      for (BufferedReader one : said) {
        assertThat(one.readLine()).isEqualTo("ready");
      }
      LockSupport.parkNanos(WARM_UP.toNanos());
      for (Process worker : started) {
        worker.getOutputStream().write('\n');
        worker.getOutputStream().flush();
      }
      long[] commits = produce(backend);
      for (Process worker : started) {
        worker.getOutputStream().close();
      }
      List<Long> done = new ArrayList<>();
      for (BufferedReader one : said) {
        done.add(Long.parseLong(one.readLine()));
      }
      for (Process worker : started) {
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(backend.rooms().inspector().orElseThrow().queues().get(0).waiting())
          .as("there was always something to do")
          .isPositive();
      return figures(done, commits);
    }
  }

  private static Figures figures(List<Long> done, long[] commits) {
    long total = done.stream().mapToLong(Long::longValue).sum();
    List<Integer> shares = done.stream().map(n -> (int) (100 * n / total)).toList();
    return new Figures(
        total / MEASURED.toSeconds(),
        shares,
        commits[commits.length * 99 / 100] / 1_000_000,
        commits[commits.length - 1] / 1_000_000);
  }

  /** Small bulks all the while; how long each commit took, sorted. */
  private long[] produce(SqliteBackend backend) {
    List<Long> took = new ArrayList<>();
    long end = System.nanoTime() + MEASURED.toNanos();
    while (System.nanoTime() < end) {
      List<EncodedJob> bulk = bulk(20);
      long before = System.nanoTime();
      backend.enqueue(bulk);
      took.add(System.nanoTime() - before);
      LockSupport.parkNanos(2_000_000);
    }
    long[] sorted = took.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private List<EncodedJob> bulk(int jobs) {
    return IntStream.range(0, jobs)
        .mapToObj(
            i ->
                new EncodedJob(
                    new JobId(String.format("job-%012d", ids++)), "noop", "default", PAYLOAD))
        .toList();
  }

  private Process start(Path file, String name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BusyWorker.class.getName(),
                file.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    workers.add(process);
    return process;
  }
}
