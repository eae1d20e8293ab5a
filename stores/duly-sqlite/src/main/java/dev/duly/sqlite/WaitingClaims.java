package dev.duly.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The claims that stand, the oldest first; each is there from its session's {@link #add} to its
 * {@link #remove}. Thread-safe.
 */
final class WaitingClaims {
  private final List<WaitingClaim<?>> all = new CopyOnWriteArrayList<>();

  /** A claim failed in a transaction that others share: it has been told, and is tried no more. */
  static final class Failed extends Exception {
    private Failed(Throwable cause) {
      super(cause);
    }
  }

  void add(WaitingClaim<?> waiting) {
    all.add(waiting);
  }

  void remove(WaitingClaim<?> waiting) {
    all.remove(waiting);
  }

  /**
   * Tries each; those that brought something.
   *
   * @param trouble what to tell one that fails
   * @throws Failed if one failed: the transaction is to be undone and done again, without it
   */
  List<WaitingClaim<?>> tryIn(Tx tx, Trouble trouble) throws Failed {
    List<WaitingClaim<?>> brought = new ArrayList<>(1);
    for (WaitingClaim<?> waiting : all) {
      try {
        if (waiting.tryIn(tx)) {
          brought.add(waiting);
        }
      } catch (SQLException | RuntimeException e) {
        waiting.fail(trouble.of(e));
        brought.forEach(WaitingClaim::standAgain);
        throw new Failed(e);
      }
    }
    return brought;
  }

  /** Turns what happened into what is told. */
  interface Trouble {
    RuntimeException of(Exception e);
  }
}
