package dev.duly.schedule;

/** What becomes of a time at which the schedule's last job has not ended. A dead letter has. */
public enum Overlap {
  /** It is fired. */
  ALLOW,
  /** It is skipped. */
  SKIP
}
