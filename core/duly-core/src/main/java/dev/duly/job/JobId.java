package dev.duly.job;

import java.util.Optional;

/**
 * Names one job: an opaque string of 1 to 64 characters {@code [A-Za-z0-9._:-]}. The client chooses
 * it, so that an enqueue sent again after a lost answer is the same job.
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final int LENGTH_MAX = 64;

  public JobId {
    problemWith(value)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** Why this is no id; empty: it is one. */
  public static Optional<String> problemWith(String value) {
    boolean fits =
        !value.isEmpty() && value.length() <= LENGTH_MAX && Names.isMadeOf(value, "._:-");
    return fits
        ? Optional.empty()
        : Optional.of(
            "id must be 1 to 64 characters of A-Z a-z 0-9 . _ : -, was " + Names.quoted(value));
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
