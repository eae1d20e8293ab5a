package dev.duly.monitor;

import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A queue, as the picture has it.
 *
 * @param oldest for how long the first of its jobs has been due; empty: none is
 * @param in jobs that came in a second, lately; NaN: not known yet
 * @param out jobs that were completed in a second, lately; NaN: not known yet
 * @param depths how many jobs waited at the last looks, the oldest first
 * @param minute what workers reported of it in the last minute
 */
public record QueueBox(
    QueueRecord record,
    Optional<Duration> oldest,
    double in,
    double out,
    List<Long> depths,
    RunCounts minute) {

  public String name() {
    return record.queue();
  }
}
