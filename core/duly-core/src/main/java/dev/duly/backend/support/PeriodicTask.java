package dev.duly.backend.support;

import dev.duly.backend.BackendException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs a task now and then on a daemon thread of its own, from {@link #start} to {@link #close}:
 * each time after half to the whole of the interval, so that processes do not run it at once. A run
 * that fails with a {@link BackendException} is logged at DEBUG, and the next one comes.
 * Thread-safe.
 */
public final class PeriodicTask implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PeriodicTask.class.getName());

  private final Thread thread;
  private final Interval interval;
  private final Runnable task;
  private final Pause pause = new Pause();

  /**
   * How long it waits at most.
   *
   * @param firstMillis before the first run
   * @param everyMillis before each other
   */
  public record Interval(long firstMillis, long everyMillis) {
    /** The same each time. */
    public static Interval ofMillis(long every) {
      return new Interval(every, every);
    }
  }

  /**
   * A task that has not started.
   *
   * @param name of its thread
   */
  public PeriodicTask(String name, Interval interval, Runnable task) {
    this.interval = interval;
    this.task = task;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Once. */
  public void start() {
    thread.start();
  }

  private void run() {
    for (long max = interval.firstMillis;
        pause.sleep(ThreadLocalRandom.current().nextLong(max / 2, max));
        max = interval.everyMillis) {
      try {
        task.run();
      } catch (BackendException e) {
        LOG.log(System.Logger.Level.DEBUG, thread.getName() + " failed and will run again", e);
      }
    }
  }

  /** For a task that takes long: whether it should end. */
  public boolean isClosed() {
    return pause.isOver();
  }

  /** It runs no more; a run that has begun is not waited for. */
  @Override
  public void close() {
    pause.end();
  }
}
