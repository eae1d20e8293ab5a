package dev.duly.backend.schedule;

import java.util.Locale;

/** What became of a nominal time. */
public enum TickOutcome {
  /** Its job was enqueued, at most a minute late. */
  FIRED,
  /** Its job was enqueued, more than a minute late. */
  LATE,
  /** There was a reason against it: the last job had not ended, or the job was refused. */
  SKIPPED,
  /** It was more than a minute late, and the policy says no, or a later one was fired for it. */
  MISSED;

  /** On every wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TickOutcome of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
