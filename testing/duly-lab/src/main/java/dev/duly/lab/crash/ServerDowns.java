package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryChecker;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server itself ends in the middle of things, again and again; the processes on it live on, and
 * go on by themselves when it is back. {@code -Dserver.downs=N -Dkill9.seed=S}.
 */
public final class ServerDowns {
  private static final int DOWNS = Integer.getInteger("server.downs", 8);
  private static final long BACK_SECONDS_MAX = 10;

  private final SplittableRandom random = new SplittableRandom(KillLoop.SEED);

  /** The server that goes and comes. */
  public interface Server {
    /**
     * Ends it.
     *
     * @param number of the time, from 0: a server may end in several ways
     */
    void end(int number) throws Exception;

    void restart() throws Exception;
  }

  /**
   * Plays, and prints what came of it; fails if too little happened or a worker came back late.
   *
   * @return what is wrong with the history
   */
  public List<String> play(String title, ProcessLab stage, Server server) throws Exception {
    return play(title, stage, server, DOWNS, Duration.ZERO);
  }

  /**
   * The same so many times.
   *
   * @param away for at least how long it is away each time; up to 1.5 s longer
   */
  public List<String> play(String title, ProcessLab stage, Server server, int times, Duration away)
      throws Exception {
    stage.start(CrashProducer.class, "producer-1");
    stage.start(CrashWorker.class, "worker-1");
    stage.start(CrashWorker.class, "worker-2");
    stage.awaitAll();
    long slowest = 0;
    for (int down = 0; down < times; down++) {
      stage.awaitProgress(5_000);
      LockSupport.parkNanos(random.nextInt(300_000_000));
      stage.serverGoes();
      server.end(down);
      LockSupport.parkNanos(away.toNanos() + random.nextInt(1_500_000_000));
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
    HistoryChecker.Verdict verdict = HistoryChecker.check(events, stage.hasCopies());
    System.out.printf(
        "%s down: %d times, %d jobs, %d starts, resumed within %d ms, %d violations (seed %d)%n",
        title,
        times,
        verdict.jobs(),
        verdict.starts(),
        slowest / 1_000_000,
        verdict.violations().size(),
        KillLoop.SEED);
    assertThat(verdict.jobs()).isGreaterThan(10 * times);
    assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(BACK_SECONDS_MAX));
    return verdict.violations();
  }
}
