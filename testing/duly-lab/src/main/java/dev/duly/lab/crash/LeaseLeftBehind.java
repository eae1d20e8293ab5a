package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;

/**
 * A lease that has ended where an idle session may not claim: in a queue that it does not serve, or
 * in one of its own that is paused.
 */
public final class LeaseLeftBehind {
  private static final Duration LEASE = Duration.ofMillis(100);

  private LeaseLeftBehind() {}

  /**
   * A session that has nothing to do.
   *
   * @param paused whether the queue is its own, and paused
   */
  public static Session of(Backend backend, boolean paused) {
    String old = paused ? "paused" : "old";
    backend.enqueue(List.of(new EncodedJob(new JobId("j-" + old), "t", old, Payload.json("1"))));
    Session died = backend.open(new WorkerInfo("died", LEASE), () -> {});
    assertThat(died.claim(List.of(new Demand(old, 1)), Duration.ZERO).claims()).hasSize(1);
    if (paused) {
      backend.rooms().operator().orElseThrow().pause(old, "test");
    }
    return backend.open(new WorkerInfo("idle", LEASE), () -> {});
  }

  /** Asks for that long, as a worker does. */
  public static void idle(Session session, Duration time) {
    List<Demand> demands = List.of(new Demand("paused", 4), new Demand("new", 4));
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      assertThat(session.claim(demands, Duration.ofNanos(left)).claims()).isEmpty();
    }
  }
}
