package dev.duly;

import dev.duly.job.JobId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The id of a {@link NewJob} that was not given one: drawn once, so that enqueueing the same object
 * again is the same job. Thread-safe. Of no weight when jobs are compared.
 */
final class GeneratedId {
  private @Nullable JobId id; // guarded by this

  synchronized JobId get(Supplier<JobId> ids) {
    if (id == null) {
      id = ids.get();
    }
    return id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GeneratedId;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public synchronized String toString() {
    return String.valueOf(id);
  }
}
