package dev.duly.backend.support;

import dev.duly.backend.room.HealthIssue;
import java.time.Duration;
import java.util.List;

/**
 * What a check-up says of leases that ended a while ago: a worker that serves their queue takes
 * over at once, so no worker serves it, or it is paused.
 */
public final class OverdueLeases {
  /** From when on a lease that has ended is told. */
  public static final Duration AFTER = Duration.ofMinutes(1);

  private OverdueLeases() {}

  /** The jobs of one queue whose leases ended over a minute ago. */
  public record InQueue(String queue, long jobs, boolean paused) {}

  /** One finding for each of these queues, or that all is well. */
  public static List<HealthIssue> findings(List<InQueue> queues) {
    return queues.isEmpty()
        ? List.of(HealthIssue.ok("no job has waited over a minute since its lease ended"))
        : queues.stream().map(OverdueLeases::finding).toList();
  }

  private static HealthIssue finding(InQueue in) {
    String what =
        in.jobs() == 1
            ? "1 job of queue " + in.queue() + " has a lease that ended"
            : in.jobs() + " jobs of queue " + in.queue() + " have leases that ended";
    return in.paused()
        ? HealthIssue.warning(
            what + " over a minute ago, and the queue is paused", "duly queue resume " + in.queue())
        : HealthIssue.warning(
            what + " over a minute ago, and no worker serves the queue",
            "start a worker for "
                + in.queue()
                + "; its jobs: duly job ls state:running queue:"
                + in.queue());
  }
}
