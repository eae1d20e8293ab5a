package dev.duly;

import dev.duly.engine.Engine;
import dev.duly.job.JobRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims jobs and runs them until it is closed. Thread-safe. It is built by {@link Duly#worker()}
 * and is already running.
 *
 * <p>At least once: a handler may be run again if its worker vanishes before the settlement
 * arrives.
 */
public final class Worker implements AutoCloseable {
  /** How long {@link #close} lets running jobs finish: 25 s. */
  public static final Duration GRACE_DEFAULT = Duration.ofSeconds(25);

  /**
   * The name of the logger ({@link System.Logger}) of failed attempts: a WARNING for each that is
   * tried again and, once per type and minute, for parked jobs; an ERROR for each dead letter; with
   * the error's stack.
   */
  public static final String ATTEMPTS_LOGGER = Engine.ATTEMPTS_LOGGER;

  private final String name;
  private final Engine engine;

  Worker(String name, Engine engine) {
    this.name = name;
    this.engine = engine;
  }

  /** As people see it, in lists of workers and of attempts. */
  public String name() {
    return name;
  }

  /** Whether a handler's error left this process unfit to go on; it then claims no more. */
  public boolean isUnfit() {
    return engine.isUnfit();
  }

  /**
   * Waits until nothing is due or running in this worker. Jobs that wait for a retry or for their
   * time do not count.
   *
   * @return false if that has not come in time
   */
  public boolean awaitIdle(Duration max) throws InterruptedException {
    return engine.awaitIdle(max);
  }

  /** Stops gracefully, with 25 s for what runs; see {@link #stop}. */
  @Override
  public void close() {
    stop(GRACE_DEFAULT);
  }

  /**
   * Claims no more, gives back what has not begun, lets what runs finish for so long, leases
   * renewed; then interrupts it and gives back what ends. What does not end is left to its lease.
   * Takes 4 s longer than the grace at most, while the store answers.
   *
   * <p>Called a second time, it waits for the first. Called by a handler of this worker, it returns
   * at once, and the worker stops when that handler has returned.
   *
   * @return the jobs that were left: their handlers still run, or the store could not be told how
   *     they ended. They run again when their leases have ended.
   */
  public List<JobRef> stop(Duration grace) {
    return engine.stop(grace);
  }

  /** Whether the calling thread is in a handler of this worker: it cannot wait for its own end. */
  boolean isHandledHere() {
    return engine.isHandledHere();
  }

  /** Stops them side by side, so that all have the one grace; what was left, of all of them. */
  static List<JobRef> stopAll(List<Worker> workers, Duration grace) {
    List<JobRef> left = new ArrayList<>();
    List<Thread> stops =
        workers.stream()
            .map(
                worker ->
                    new Thread(
                        () -> {
                          List<JobRef> jobs = worker.stop(grace);
                          synchronized (left) {
                            left.addAll(jobs);
                          }
                        },
                        "duly-" + worker.name() + "-stop"))
            .toList();
    stops.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread stop : stops) {
      interrupted |= joined(stop);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (left) {
      return List.copyOf(left);
    }
  }

  /** Waits for it; an interruption passes on to the worker that stops. */
  private static boolean joined(Thread stop) {
    try {
      stop.join();
      return false;
    } catch (InterruptedException e) {
      stop.interrupt();
      joined(stop);
      return true;
    }
  }
}
