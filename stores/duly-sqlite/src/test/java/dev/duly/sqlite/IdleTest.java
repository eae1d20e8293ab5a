package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import dev.duly.lab.crash.LeaseLeftBehind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that has nothing to do does nothing, though a lease has ended where it may not claim.
 */
@Tag("faults")
class IdleTest {
  private static final Duration WATCHED = Duration.ofMillis(2_500);
  private static final long MOST_WAKE_UPS = 250; // 100 a second, all threads together

  /** A thread that never waits uses 1; some machines charge a waiting one several hundredths. */
  private static final double MOST_CPU = 0.4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wakes_seldom(boolean paused) {
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Session idle = LeaseLeftBehind.of(backend, paused);
      LeaseLeftBehind.idle(idle, WATCHED.dividedBy(2)); // what it costs to start is not meant
      long woken = wakeUps();
      long used = cpuNanos();

      LeaseLeftBehind.idle(idle, WATCHED);

      assertThat(wakeUps() - woken).isLessThan(MOST_WAKE_UPS);
      assertThat((double) (cpuNanos() - used) / WATCHED.toNanos()).isLessThan(MOST_CPU);
    }
  }

  /** How often this thread and the backend's had waited and went on. */
  private static long wakeUps() {
    return ours().mapToLong(ThreadInfo::getWaitedCount).sum();
  }

  private static long cpuNanos() {
    return ours().mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId())).sum();
  }

  private static Stream<ThreadInfo> ours() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(
            thread ->
                thread != null
                    && (thread.getThreadId() == Thread.currentThread().getId()
                        || thread.getThreadName().startsWith("duly-")));
  }
}
