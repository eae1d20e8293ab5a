package dev.duly.backend;

/** Which settlements of an overtaken claim are refused. */
public enum Fencing {
  /** All of them. */
  STRICT,
  /** Completion only. */
  COMPLETE_ONLY,
  NONE
}
