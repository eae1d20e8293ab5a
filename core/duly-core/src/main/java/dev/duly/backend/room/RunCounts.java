package dev.duly.backend.room;

import java.time.Duration;

/**
 * What a worker did with the jobs of one type on one queue, in some seconds.
 *
 * @param completed attempts that did their work
 * @param retried attempts that failed and will be repeated
 * @param dead attempts that failed for good
 * @param lost leases that ended before these attempts, in a row and without an end
 * @param released jobs that were given back: snoozed, parked, or given up by a worker that stops
 * @param cancelled jobs whose cancel a worker carried out
 * @param busy how long its handlers ran, all together
 * @param waited from the time a job was due to its handler's start, of each attempt
 * @param ran from the handler's start to its end, of each attempt
 */
public record RunCounts(
    String queue,
    String type,
    long completed,
    long retried,
    long dead,
    long lost,
    long released,
    long cancelled,
    Duration busy,
    Histogram waited,
    Histogram ran) {

  /** Of no job, under no name. */
  public static final RunCounts NOTHING =
      new RunCounts("", "", 0, 0, 0, 0, 0, 0, Duration.ZERO, Histogram.EMPTY, Histogram.EMPTY);

  /** How many attempts ended that were counted against a budget, or completed. */
  public long attempts() {
    return completed + retried + dead;
  }

  /** Both together, under the names of this one. */
  public RunCounts plus(RunCounts other) {
    return new RunCounts(
        queue,
        type,
        completed + other.completed,
        retried + other.retried,
        dead + other.dead,
        lost + other.lost,
        released + other.released,
        cancelled + other.cancelled,
        busy.plus(other.busy),
        waited.plus(other.waited),
        ran.plus(other.ran));
  }
}
