package dev.duly.job;

import java.util.Locale;

/**
 * Where a job stands. Time is not a state: a {@code WAITING} job with a later due time is
 * scheduled, one that failed before is retrying; a {@code RUNNING} job whose lease has ended is
 * claimable.
 */
public enum JobState {
  WAITING,
  RUNNING,
  COMPLETED,
  CANCELLED,
  DEAD;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Nothing more happens to a job in a final state unless a person says so. */
  public boolean isFinal() {
    return this != WAITING && this != RUNNING;
  }

  /** The name on every wire: lower case. */
  public String text() {
    return text;
  }

  /** The inverse of {@link #text()}. */
  public static JobState of(String text) {
    for (JobState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException(
        "state must be waiting, running, completed, cancelled or dead, was " + Names.quoted(text));
  }
}
