package dev.duly.backend;

/** What became of a settlement. */
public enum Outcome {
  APPLIED,
  /** The claim is no longer current; nothing changed. */
  LOST,
  /** The broker took it and will not say more. */
  ACCEPTED,
  /** Unknown: send this entry again. */
  UNKNOWN
}
