package dev.duly.backend;

import dev.duly.job.Failure;

/**
 * A dead letter from elsewhere, to be kept here.
 *
 * @param attempts used up
 * @param reason why it is dead, such as {@code exhausted}
 */
public record DeadJob(EncodedJob job, int attempts, String reason, Failure failure) {
  /** Of a reason: it is a word of ours or of another version of us. */
  public static final int REASON_MAX = 64;

  public DeadJob {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must not be negative, was " + attempts);
    }
    if (!reason.matches("[a-z_]{1," + REASON_MAX + "}")) {
      throw new IllegalArgumentException(
          "reason must be 1 to " + REASON_MAX + " characters of a-z and _, was \"" + reason + '"');
    }
  }
}
