package dev.duly.backend.room;

/** What became of an act on one job. */
public enum Acted {
  DONE,
  /** It runs, and is asked to stop. */
  ASKED,
  NOT_FOUND,
  /** The job is in a state in which this cannot be done. */
  WRONG_STATE,
  /** Another job holds its unique key now; it stays as it is (rule E6). */
  KEY_HELD
}
