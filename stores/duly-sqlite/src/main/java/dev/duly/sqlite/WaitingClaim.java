package dev.duly.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim that has found nothing and stands: the writer tries it in every transaction that brings
 * something to claim. So a job and its claim share one commit, and a waiting worker has the job a
 * commit and two changes of thread earlier. Thread-safe.
 */
final class WaitingClaim<T> {
  /** What is tried in a transaction; empty if it brought nothing. */
  interface Try<T> {
    Optional<T> in(Tx tx) throws SQLException;
  }

  private enum State {
    STANDS,
    TRIED, // in a transaction whose end is not known yet
    ENDED
  }

  private final Try<T> work;
  // Guarded by this.
  private State state = State.STANDS;
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  WaitingClaim(Try<T> work) {
    this.work = work;
  }

  /** Tries it, unless it has ended; whether it brought something. Only the writer. */
  boolean tryIn(Tx tx) throws SQLException {
    synchronized (this) {
      if (state != State.STANDS) {
        return false;
      }
      state = State.TRIED;
    }
    boolean brought = false;
    try {
      Optional<T> found = work.in(tx);
      brought = found.isPresent();
      result = found.orElse(null);
      return brought;
    } finally {
      if (!brought) {
        standAgain();
      }
    }
  }

  /** What it brought is committed. */
  synchronized void succeed() {
    end();
  }

  /** What it brought may be committed or not. */
  synchronized void fail(RuntimeException trouble) {
    failure = trouble;
    end();
  }

  private synchronized void end() {
    state = State.ENDED;
    notifyAll();
  }

  /** What it brought was undone, or it brought nothing. */
  synchronized void standAgain() {
    result = null;
    state = State.STANDS;
    notifyAll();
  }

  /**
   * Ends it, when the transaction that it may be in has ended; what it has brought.
   *
   * @throws RuntimeException if it is not known whether it has brought something
   */
  synchronized Optional<T> withdraw() {
    boolean interrupted = false;
    while (state == State.TRIED) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // an interrupt never ends a claim
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    state = State.ENDED;
    if (failure != null) {
      throw failure;
    }
    return Optional.ofNullable(result);
  }
}
