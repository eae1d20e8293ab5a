package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import dev.duly.lab.crash.LeaseLeftBehind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that has nothing to do does nothing, though a lease has ended where it may not claim.
 */
class IdleTest {
  private static final Duration WATCHED = Duration.ofMillis(2_500);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takes_next_to_no_processor_time(boolean paused) {
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Session idle = LeaseLeftBehind.of(backend, paused);
      LeaseLeftBehind.idle(idle, WATCHED.dividedBy(2)); // what it costs to start is not meant
      long before = cpuNanos();

      LeaseLeftBehind.idle(idle, WATCHED);

      double share = (double) (cpuNanos() - before) / WATCHED.toNanos();
      assertThat(share).isLessThan(0.04);
    }
  }

  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getAllThreadIds())
        .map(threads::getThreadCpuTime)
        .filter(nanos -> nanos > 0)
        .sum();
  }
}
