package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Signal;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The one writer: a thread that takes whatever calls are waiting, does them in one transaction with
 * one fsync, and lets every caller go after the commit. So concurrent callers share the cost of a
 * commit, and only this thread ever writes to the file.
 *
 * <p>A call that fails spoils no other: the transaction is undone and each call gets one of its
 * own. Only a failing commit fails them all, since it is unknown whether it happened; every call
 * can be repeated (rules E3, C10, S2). The turn among processes is kept for a burst of commits,
 * since handing it over costs about as much as a small commit.
 */
final class Writer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int CALLS_MAX = 256;
  private static final long BURST_NANOS = 2_000_000;
  private static final long REST_NANOS = 2_000_000; // for a caller's transaction

  private final WriterConnection connection;
  private final Signal signal;
  private final CallersTransaction open;
  private final SideLock sideLock;
  private final LinkedBlockingQueue<Call<?>> waiting = new LinkedBlockingQueue<>();
  private final WaitingClaims waitingClaims = new WaitingClaims();
  private final Thread thread;
  // Guarded by this: no call comes after the last one, so that none waits for ever.
  private boolean closed;

  /** Something to do inside a transaction; may be done again if the transaction was undone. */
  interface Work<T> {
    T in(Tx tx) throws SQLException;
  }

  /**
   * A writer that has not started.
   *
   * @param signal raised when there may be something to claim
   * @param open the callers' own transactions on the file
   */
  Writer(WriterConnection connection, Signal signal, CallersTransaction open) throws IOException {
    this.connection = connection;
    this.signal = signal;
    this.open = open;
    this.sideLock = SideLock.of(connection.path());
    this.thread = new Thread(this::run, "duly-sqlite-writer");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Does the work and returns after its commit. */
  <T> T call(String verb, Work<T> work) {
    return call(new Call<>(verb, open.mayBeOpen(), false, work));
  }

  /** The same for work that lasts a moment and must not wait behind a bulk: a lease hangs on it. */
  <T> T callSoon(String verb, Work<T> work) {
    return call(new Call<>(verb, open.mayBeOpen(), true, work));
  }

  private <T> T call(Call<T> call) {
    synchronized (this) {
      if (closed) {
        throw new BackendException(
            "sqlite: " + call.verb + " on " + connection.path() + " after close");
      }
      waiting.add(call);
    }
    return call.await();
  }

  /** The claims that are tried whenever something to claim has come. */
  WaitingClaims waitingClaims() {
    return waitingClaims;
  }

  private void run() {
    List<Call<?>> batch = new ArrayList<>();
    try {
      while (!isDone()) {
        batch.add(next());
        burst(batch);
      }
    } finally {
      closeFiles();
    }
  }

  /** An interrupt ends no wait: callers would wait for a writer that is gone. */
  private Call<?> next() {
    while (true) {
      try {
        return waiting.take();
      } catch (InterruptedException e) {
        LOG.log(System.Logger.Level.DEBUG, "sqlite: the writer was interrupted, and goes on", e);
      }
    }
  }

  private void closeFiles() {
    try {
      connection.disconnect();
      sideLock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "sqlite: closing " + connection.path() + " failed", e);
    }
  }

  private synchronized boolean isDone() {
    return closed && waiting.isEmpty();
  }

  private void burst(List<Call<?>> batch) {
    try (SideLock.Held turn = sideLock.acquire()) {
      long end = System.nanoTime() + BURST_NANOS;
      do {
        waiting.drainTo(batch, CALLS_MAX - batch.size());
        commitUrgent(batch);
        commit(batch);
        batch.clear();
        if (open.isAwaited()) {
          LockSupport.parkNanos(this, REST_NANOS);
        }
        if (turn.isWanted() || System.nanoTime() > end) {
          break;
        }
        waiting.drainTo(batch, CALLS_MAX);
      } while (!batch.isEmpty());
    } catch (IOException e) {
      BackendException trouble =
          new BackendException("sqlite: the lock file beside " + connection.path() + " failed", e);
      batch.forEach(call -> call.fail(trouble));
      batch.clear();
    } catch (RuntimeException | Error e) { // whatever fails here, no caller waits for ever
      batch.forEach(call -> call.fail(connection.trouble(call.verb, e)));
      batch.clear();
      connection.disconnect();
    }
  }

  /** Apart and first, so that they are answered before a bulk is stored. */
  private void commitUrgent(List<Call<?>> batch) {
    List<Call<?>> urgent = batch.stream().filter(call -> call.urgent).toList();
    if (!urgent.isEmpty() && urgent.size() < batch.size()) {
      commit(urgent);
      batch.removeAll(urgent);
    }
  }

  private void commit(List<Call<?>> calls) {
    CommitBatch batch = new CommitBatch(connection, calls, waitingClaims);
    CommitBatch.Result result = batch.commit();
    if (result instanceof CommitBatch.Result.Undone undone
        && batch.calls().size() > 1
        && !SqliteErrors.isBusy(undone.cause())) {
      batch.calls().forEach(this::commitAlone);
    } else {
      answer(batch, result);
    }
  }

  private void commitAlone(Call<?> call) {
    CommitBatch alone = new CommitBatch(connection, List.of(call), waitingClaims);
    answer(alone, alone.commit());
  }

  private void answer(CommitBatch batch, CommitBatch.Result result) {
    if (result instanceof CommitBatch.Result.Undone undone) {
      batch.fail(undone.cause());
    } else if (result instanceof CommitBatch.Result.Unknown unknown) {
      batch.fail(unknown.cause());
    } else {
      batch.succeed();
      if (((CommitBatch.Result.Committed) result).news()) {
        signal.raise();
      }
    }
  }

  /** Does what was asked before, then ends. */
  @Override
  public void close() {
    Call<Boolean> last = new Call<>("close", false, false, tx -> true);
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.add(last);
    }
    last.await();
    joinThread();
  }

  private void joinThread() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
