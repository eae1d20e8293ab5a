package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Signal;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: a thread that takes whatever calls are waiting, does them in one transaction with
 * one fsync, and lets every caller go after the commit. So concurrent callers share the cost of a
 * commit, and only this thread ever writes to the file.
 *
 * <p>A call that fails spoils no other: the transaction is undone and each call gets one of its
 * own. Only a failing commit fails them all, since nobody knows whether it happened; every call can
 * be repeated (rules E3, C10, S2). The turn among processes is kept for a burst of commits, since
 * handing it over costs about as much as a small commit.
 */
final class Writer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int CALLS_MAX = 256;
  private static final long BURST_NANOS = 2_000_000;
  private static final long REST_NANOS = 2_000_000; // for a caller's transaction
  private static final int BUSY_TRIES = 10;

  private final SqliteFile file;
  private final EngineClock clock;
  private final Signal signal;
  private final CommitWatcher commits;
  private final CallersTransaction open;
  private final LinkedBlockingQueue<Call<?>> waiting = new LinkedBlockingQueue<>();
  private final WaitingClaims waitingClaims = new WaitingClaims();
  private final Thread thread;
  // Guarded by this: no call comes after the last one, so that none waits for ever.
  private boolean closed;

  // Only the writer thread.
  private @Nullable Db connected; // null after trouble: the next transaction connects anew
  private final SideLock sideLock;
  private final Lanes lanes = new Lanes();
  private long versionOfOthers;

  /** Something to do inside a transaction; may be done again if the transaction was undone. */
  interface Work<T> {
    T in(Tx tx) throws SQLException;
  }

  Writer(
      SqliteFile file,
      EngineClock clock,
      Signal signal,
      CommitWatcher commits,
      CallersTransaction open)
      throws SQLException, IOException {
    this.open = open;
    this.file = file;
    this.clock = clock;
    this.signal = signal;
    this.commits = commits;
    this.connected = connect();
    this.sideLock = SideLock.of(file.path());
    this.thread = new Thread(this::run, "duly-sqlite-writer");
    thread.setDaemon(true);
  }

  private Db connect() throws SQLException {
    Db db = file.connect();
    db.execute("pragma busy_timeout = " + SqliteFile.BUSY_MILLIS / BUSY_TRIES);
    return db;
  }

  private Db db() throws SQLException {
    Db db = connected == null ? connect() : connected;
    connected = db;
    return db;
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
        throw new BackendException("sqlite: " + call.verb + " on " + file.path() + " after close");
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
      disconnect();
      sideLock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "sqlite: closing " + file.path() + " failed", e);
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
          new BackendException("sqlite: the lock file beside " + file.path() + " failed", e);
      batch.forEach(call -> call.fail(trouble));
      batch.clear();
    } catch (RuntimeException | Error e) { // whatever goes wrong here, nobody waits for ever
      batch.forEach(call -> call.fail(trouble(call.verb, e)));
      batch.clear();
      disconnect();
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
    List<Call<?>> batch = new ArrayList<>(calls);
    List<WaitingClaim<?>> waiting = List.of();
    Tx tx;
    try {
      Db db = db();
      begin(db, batch);
      listen(db);
      tx = new Tx(db, lanes, clock.begin(db));
      for (Call<?> call : batch) {
        call.run(tx);
      }
      if (tx.hasNews()) {
        waiting = waitingClaims.tryIn(tx, e -> trouble("claim", e));
      }
      tx.writeCounts();
    } catch (WaitingClaims.Failed e) {
      rollBack(e);
      commit(batch);
      return;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      waiting.forEach(WaitingClaim::standAgain);
      if (batch.size() == 1 || EngineErrors.isBusy(e)) {
        batch.forEach(call -> call.fail(trouble(call.verb, e)));
      } else {
        batch.forEach(call -> commit(List.of(call)));
      }
      return;
    }
    try {
      db().prepare("commit").executeUpdate();
    } catch (SQLException e) {
      rollBack(e);
      batch.forEach(call -> call.fail(trouble(call.verb, e)));
      waiting.forEach(claim -> claim.fail(trouble("claim", e)));
      return;
    }
    batch.forEach(Call::succeed);
    waiting.forEach(WaitingClaim::succeed);
    if (tx.hasNews()) {
      signal.raise();
    }
  }

  /**
   * Waits for SQLite's lock, which another program may hold. A call whose own thread may be the one
   * that holds it is told so, and waited for no longer.
   */
  private void begin(Db db, List<Call<?>> batch) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        db.prepare("begin").executeUpdate();
        return;
      } catch (SQLException e) {
        if (!EngineErrors.isBusy(e) || tries == BUSY_TRIES) {
          throw e;
        }
        failThoseInTransaction(batch);
        if (batch.isEmpty()) {
          throw e;
        }
      }
    }
  }

  /** On this connection the version changes with the commits of others alone. */
  private void listen(Db db) throws SQLException {
    try (ResultSet row = db.prepare("data_version").executeQuery()) {
      row.next();
      long version = row.getLong(1);
      if (version != versionOfOthers) {
        versionOfOthers = version;
        commits.beat();
      }
    }
  }

  private void failThoseInTransaction(List<Call<?>> batch) {
    batch.removeIf(
        call -> {
          if (call.inTransaction) {
            call.fail(
                new BackendException(
                    "sqlite: "
                        + call.verb
                        + " on "
                        + file.path()
                        + " failed: this thread has a transaction open on the file, and what it"
                        + " calls would wait for it for ever. Call within(connection), or commit"
                        + " first."));
          }
          return call.inTransaction;
        });
  }

  /**
   * Undoes the transaction. After trouble with the engine, the connection goes with it: its
   * statements may be left half-way, and be of no use even when a full disk has room again.
   */
  private void rollBack(Throwable why) {
    lanes.forget();
    clock.forget();
    Db db = connected;
    if (db == null) {
      return; // it is the connecting that failed
    }
    try {
      db.prepare("rollback").executeUpdate();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "sqlite: there was nothing to roll back", e);
    }
    if (EngineErrors.isFull(why)) {
      EngineErrors.makeRoom(db);
    }
    if (EngineErrors.isOfTheEngine(why) && !EngineErrors.isBusy(why)) {
      disconnect();
    }
  }

  private void disconnect() {
    Db db = connected;
    connected = null;
    try {
      if (db != null) {
        db.close();
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "sqlite: closing " + file.path() + " failed", e);
    }
  }

  private RuntimeException trouble(String verb, Throwable e) {
    if (e instanceof BackendException told) {
      return told;
    }
    return e instanceof SQLException sql
        ? file.trouble(verb, sql)
        : new IllegalStateException("sqlite: " + verb + " on " + file.path() + " failed", e);
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
