package dev.duly.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A caller that waits for its work to be committed. */
final class Call<T> {
  final String verb;
  // Its thread may hold the very lock that the writer needs.
  final boolean inTransaction;
  // It goes before others that wait.
  final boolean urgent;
  private final Writer.Work<T> work;
  private final CountDownLatch answered = new CountDownLatch(1);

  // Written by the writer thread before it answers, read by the caller afterwards.
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  Call(String verb, boolean inTransaction, boolean urgent, Writer.Work<T> work) {
    this.verb = verb;
    this.inTransaction = inTransaction;
    this.urgent = urgent;
    this.work = work;
  }

  void run(Tx tx) throws SQLException {
    result = work.in(tx);
  }

  void succeed() {
    answered.countDown();
  }

  /** What has been answered stays so. */
  void fail(RuntimeException trouble) {
    if (answered.getCount() > 0) {
      failure = trouble;
      answered.countDown();
    }
  }

  /**
   * Waits for the answer, through interruptions: the work may have been done, and its answer
   * matters.
   */
  @SuppressWarnings("NullAway") // set by run, unless it failed
  T await() {
    boolean interrupted = false;
    while (true) {
      try {
        answered.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
