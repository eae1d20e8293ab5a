package dev.duly.job;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of a job, as it is kept: the last 20 that did not complete at once.
 *
 * @param number from 1
 * @param outcome {@code retried}, {@code dead}, {@code lost} or {@code cancelled}
 */
public record AttemptRecord(
    int number,
    Instant startedAt,
    Instant endedAt,
    String worker,
    String outcome,
    Optional<Failure> failure) {
  /** How many are kept for each job. */
  public static final int KEPT_MAX = 20;
}
