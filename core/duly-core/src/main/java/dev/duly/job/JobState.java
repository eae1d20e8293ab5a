package dev.duly.job;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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
  DEAD,
  /**
   * A state of a newer version. {@link JobRecord#stateText} has its word, which is shown as it
   * stands; nothing here acts on such a job.
   */
  OTHER;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Nothing more happens to a job in a final state unless a person says so. */
  public boolean isFinal() {
    return this == COMPLETED || this == CANCELLED || this == DEAD;
  }

  /** The name on every wire: lower case. */
  public String text() {
    return text;
  }

  /** The states that this version knows. */
  public static Set<JobState> known() {
    return EnumSet.complementOf(EnumSet.of(OTHER));
  }

  /** As it is stored: {@link #OTHER} if this version does not know the word. */
  public static JobState read(String text) {
    return known().stream().filter(state -> state.text.equals(text)).findFirst().orElse(OTHER);
  }

  /**
   * As a person types it.
   *
   * @throws IllegalArgumentException if there is no such state
   */
  public static JobState of(String text) {
    JobState state = read(text);
    if (state != OTHER) {
      return state;
    }
    throw new IllegalArgumentException(
        "state must be waiting, running, completed, cancelled or dead, was " + Names.quoted(text));
  }
}
