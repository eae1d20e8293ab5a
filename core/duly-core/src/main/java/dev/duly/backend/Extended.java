package dev.duly.backend;

/** What became of an extension. */
public record Extended(ClaimRef claim, State state) {
  /** How the claim stands now. */
  public enum State {
    HELD,
    /** Held, and to be cancelled: a caller asked for it. */
    STOP,
    LOST
  }
}
