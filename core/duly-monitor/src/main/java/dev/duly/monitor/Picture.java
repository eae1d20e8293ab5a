package dev.duly.monitor;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.RunCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The whole system at one time: who brings jobs, where they wait, who runs them, how they end, and
 * what needs attention.
 *
 * @param queues by name
 * @param flows the strongest first
 * @param workers by group
 * @param attention the worst first
 */
public record Picture(
    Instant at,
    List<QueueBox> queues,
    List<Flow> flows,
    List<WorkerBox> workers,
    List<HealthIssue> attention) {

  public long waiting() {
    return sum(QueueBox::waiting);
  }

  /** Empty: no queue says how many of its jobs run. */
  public OptionalLong running() {
    return queues.stream()
        .map(q -> q.gauge().running())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Long::sum);
  }

  public long dead() {
    return sum(q -> q.gauge().dead().orElse(0));
  }

  public int slots() {
    return workers.stream().mapToInt(WorkerBox::slots).sum();
  }

  public int busy() {
    return workers.stream().mapToInt(WorkerBox::busy).sum();
  }

  /** Jobs that came in a second, lately; NaN: not known yet. */
  public double in() {
    return sumOf(QueueBox::in);
  }

  /** Jobs that were completed in a second, lately; NaN: not known yet. */
  public double out() {
    return sumOf(QueueBox::out);
  }

  /** For how long the job that waits longest has been due. */
  public Optional<Duration> oldest() {
    return queues.stream().flatMap(q -> q.oldest().stream()).max(Comparator.naturalOrder());
  }

  /** What workers reported in the last minute. */
  public RunCounts minute() {
    return queues.stream().map(QueueBox::minute).reduce(RunCounts.NOTHING, RunCounts::plus);
  }

  private long sum(ToLongFunction<QueueBox> count) {
    return queues.stream().mapToLong(count).sum();
  }

  private double sumOf(ToDoubleFunction<QueueBox> rate) {
    return queues.stream().mapToDouble(rate).sum();
  }
}
