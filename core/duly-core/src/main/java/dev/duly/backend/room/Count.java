package dev.duly.backend.room;

/**
 * How many jobs fit.
 *
 * @param more whether counting ended before the jobs did
 */
public record Count(long jobs, boolean more) {
  @Override
  public String toString() {
    return (more ? "more than " : "") + jobs;
  }
}
