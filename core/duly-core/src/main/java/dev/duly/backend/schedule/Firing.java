package dev.duly.backend.schedule;

import dev.duly.job.EncodedJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to become of the times of a schedule that are due.
 *
 * @param revision the schedule's, when this was planned
 * @param next the first time that is not due yet
 * @param ticks of the times that were due, in their order
 * @param jobs of the ticks that are fired, in their order
 */
public record Firing(
    String id, long revision, Optional<Instant> next, List<Tick> ticks, List<EncodedJob> jobs) {
  public Firing {
    ticks = List.copyOf(ticks);
    jobs = List.copyOf(jobs);
  }
}
