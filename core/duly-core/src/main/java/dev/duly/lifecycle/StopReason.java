package dev.duly.lifecycle;

/** Why an attempt was told to stop: the columns of {@link Lifecycle}'s table. */
public enum StopReason {
  /** It was not. */
  NOTHING,
  CANCEL_ASKED,
  TIMEOUT,
  SHUTDOWN,
  /** The lease is lost, and the backend refuses whatever is no longer current. */
  CLAIM_LOST,
  /** The lease is lost, and the backend might not notice. */
  CLAIM_LOST_UNFENCED
}
