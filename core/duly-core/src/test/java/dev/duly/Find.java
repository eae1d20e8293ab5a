package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;

/** Looks for a job by its id alone. */
public final class Find {
  private Find() {}

  /** Where it is. */
  public static JobRef ref(Backend backend, JobId id) {
    return inspector(backend).refs(id).get(0);
  }

  public static JobRecord record(Backend backend, JobId id) {
    return inspector(backend).find(ref(backend, id)).orElseThrow();
  }

  private static Inspector inspector(Backend backend) {
    return backend.rooms().inspector().orElseThrow();
  }
}
