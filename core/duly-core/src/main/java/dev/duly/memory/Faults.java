package dev.duly.memory;

import dev.duly.backend.BackendException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is to go wrong next, as a test has asked. Thread-safe. */
final class Faults {
  private final AtomicBoolean answerLost = new AtomicBoolean();
  private final AtomicBoolean claimFails = new AtomicBoolean();

  void loseNextAnswer() {
    answerLost.set(true);
  }

  void failNextClaim() {
    claimFails.set(true);
  }

  /** Whether the claim that is asked for now is to fail. */
  boolean claimFails() {
    return claimFails.getAndSet(false);
  }

  /**
   * Before an answer is given.
   *
   * @throws BackendException if it is to be lost
   */
  void answer() {
    if (answerLost.getAndSet(false)) {
      throw new BackendException("in-memory: the answer was lost, as asked");
    }
  }
}
