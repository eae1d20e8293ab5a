package dev.duly.sql.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.tck.engine.PrivatePostgres;
import dev.duly.tck.history.Event;
import dev.duly.tck.history.HistoryChecker;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The server itself ends in the middle of things, by an immediate stop and by SIGKILL of its
 * postmaster, again and again; the processes on it live on, and go on by themselves when it is
 * back. {@code -Dpostgres.downs=N -Dkill9.seed=S}.
 */
class PostgresDownTest {
  private static final int DOWNS = Integer.getInteger("postgres.downs", 8);
  private static final long SEED = Long.getLong("kill9.seed", System.nanoTime());
  private static final long BACK_SECONDS_MAX = 10;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void nothing_is_lost_and_everybody_resumes_by_themselves() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        Stage stage = new Stage(Path.of("target", "down-" + SEED), server.url())) {
      stage.start(CrashProducer.class, "producer-1");
      stage.start(CrashWorker.class, "worker-1");
      stage.start(CrashWorker.class, "worker-2");
      long slowest = 0;
      for (int down = 0; down < DOWNS; down++) {
        stage.awaitProgress(5_000);
        LockSupport.parkNanos(random.nextInt(300_000_000));
        stage.serverGoes();
        end(server, down % 2 == 0);
        LockSupport.parkNanos(random.nextInt(1_500_000_000));
        server.restart();
        long back = System.nanoTime();
        stage.awaitProgress(1);
        stage.serverIsBack();
        slowest = Math.max(slowest, System.nanoTime() - back);
      }
      for (String name : stage.alive()) {
        stage.kill(name);
      }
      stage.finish();

      List<Event> events = stage.events();
      HistoryChecker.Verdict verdict = HistoryChecker.check(events);
      System.out.printf(
          "postgres down: %d times, %d jobs, %d starts, resumed within %d ms, %d violations (seed %d)%n",
          DOWNS,
          verdict.jobs(),
          verdict.starts(),
          slowest / 1_000_000,
          verdict.violations().size(),
          SEED);
      assertThat(verdict.violations()).as("seed " + SEED).isEmpty();
      assertThat(verdict.jobs()).isGreaterThan(10 * DOWNS);
      assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(BACK_SECONDS_MAX));
      stage.clear();
    }
  }

  private static void end(PrivatePostgres server, boolean gently) throws Exception {
    if (gently) {
      server.stopImmediately();
    } else {
      ProcessHandle postmaster = server.postmaster();
      postmaster.destroyForcibly();
      postmaster.onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
