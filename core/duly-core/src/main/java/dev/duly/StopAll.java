package dev.duly;

import dev.duly.job.JobRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stops workers side by side, so that all of them have the one grace. */
final class StopAll {
  private StopAll() {}

  /** What was left, of all of them. */
  static List<JobRef> within(Duration grace, List<Worker> workers) {
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
