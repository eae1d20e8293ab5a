package dev.duly.backend.room;

import dev.duly.job.JobRef;
import java.util.List;

/** Tells how jobs ended, and what their handlers say. Thread-safe; changes nothing. */
public interface Results {
  /** For one process that waits, however many jobs it waits for. */
  EndWatch watch();

  /**
   * The last lines of a job's log, the oldest first: of all its attempts, and at most {@link
   * dev.duly.backend.Notes#LINES_KEPT}.
   */
  List<LogLine> log(JobRef job);
}
