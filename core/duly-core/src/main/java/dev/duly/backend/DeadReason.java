package dev.duly.backend;

import java.util.Locale;

/** Why a job is a dead letter. */
public enum DeadReason {
  /** Its budget of attempts is used up. */
  EXHAUSTED,
  /** The type's policy gives up on this error. */
  GAVE_UP,
  /** The handler said that trying again is useless. */
  REJECTED,
  /** Three workers in a row vanished with it (rule X4). */
  POISON,
  /** The engine refuses to store how the job ended, and would refuse it again. */
  REFUSED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name on every wire. */
  public String text() {
    return text;
  }
}
