package dev.duly;

import dev.duly.lifecycle.End;

/** What it means that a handler throws. */
final class Thrown {
  private Thrown() {}

  /** How an attempt ends that this was thrown in. */
  static End end(Throwable cause) {
    if (cause instanceof DeadLetterException rejected) {
      return new End.Rejected(rejected);
    } else if (cause instanceof SnoozeException snoozed) {
      return new End.Snoozed(snoozed.delay(), snoozed);
    } else if (cause instanceof InterruptedException interrupted) {
      return new End.Interrupted(interrupted);
    } else if (cause instanceof OutOfMemoryError || cause instanceof InternalError) {
      return new End.Unfit((Error) cause);
    }
    return new End.Threw(cause);
  }
}
