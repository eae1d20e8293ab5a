package dev.duly;

import dev.duly.lifecycle.RunEnd;
import dev.duly.limit.RateLimitedException;

/** What it means that a handler throws. */
final class HandlerErrors {
  private HandlerErrors() {}

  /** How an attempt ends that this was thrown in. */
  static RunEnd end(Throwable cause) {
    if (cause instanceof DeadLetterException rejected) {
      return new RunEnd.Rejected(rejected);
    } else if (cause instanceof SnoozeException snoozed) {
      return new RunEnd.Snoozed(snoozed.delay(), snoozed);
    } else if (cause instanceof RateLimitedException limited) {
      return new RunEnd.RateLimited(limited.delay(), limited);
    } else if (cause instanceof InterruptedException interrupted) {
      return new RunEnd.Interrupted(interrupted);
    } else if (cause instanceof OutOfMemoryError || cause instanceof InternalError) {
      return new RunEnd.Unfit((Error) cause);
    }
    return new RunEnd.Threw(cause);
  }
}
