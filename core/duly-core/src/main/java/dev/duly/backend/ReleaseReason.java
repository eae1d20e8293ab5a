package dev.duly.backend;

import java.util.Locale;

/** Why a job goes back without an attempt used. */
public enum ReleaseReason {
  SNOOZED,
  UNKNOWN_TYPE,
  UNREADABLE_PAYLOAD,
  SHUTDOWN,
  /** Its key, or without one its queue, is to start nothing for the delay (rule L3). */
  RATE_LIMITED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Whether the job waits for a worker that can run it, visible as its park reason (rule V1). */
  public boolean isParked() {
    return this == UNKNOWN_TYPE || this == UNREADABLE_PAYLOAD;
  }

  /** The name on every wire. */
  public String text() {
    return text;
  }
}
