package dev.duly.schedule;

/** What becomes of times that are more than a minute late, as after a night without a worker. */
public enum Misfire {
  /** The latest of them is fired once, late; the others are missed. */
  FIRE_ONCE,
  /** All of them are missed. */
  SKIP
}
