package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that go into one transaction, and the claims that wait for what they bring. Only the writer
 * thread, once.
 */
final class CommitBatch {
  private final WriterConnection connection;
  private final List<Call<?>> calls;
  private final WaitingClaims waitingClaims;
  private List<WaitingClaim<?>> claimed = List.of();

  CommitBatch(WriterConnection connection, List<Call<?>> calls, WaitingClaims waitingClaims) {
    this.connection = connection;
    this.calls = new ArrayList<>(calls);
    this.waitingClaims = waitingClaims;
  }

  /** Those that have not been answered. */
  List<Call<?>> calls() {
    return calls;
  }

  /** Does all of it in one transaction, and answers no caller yet. */
  Result commit() {
    while (true) {
      Tx tx;
      try {
        tx = run();
      } catch (WaitingClaims.Failed e) { // that claim is tried no more
        connection.rollBack(e);
        continue;
      } catch (SQLException | RuntimeException | Error e) {
        connection.rollBack(e);
        claimed.forEach(WaitingClaim::standAgain);
        claimed = List.of();
        return new Result.Undone(e);
      }
      try {
        connection.commit();
        return new Result.Committed(tx.hasNews());
      } catch (SQLException e) {
        connection.rollBack(e);
        return new Result.Unknown(e);
      }
    }
  }

  private Tx run() throws SQLException, WaitingClaims.Failed {
    begin();
    Tx tx = connection.transaction();
    for (Call<?> call : calls) {
      call.run(tx);
    }
    claimed =
        tx.hasNews() ? waitingClaims.tryIn(tx, e -> connection.trouble("claim", e)) : List.of();
    tx.writeCounts();
    return tx;
  }

  /**
   * Waits for SQLite's lock. A call whose own thread may be the one that holds it is told so, and
   * waited for no longer.
   */
  private void begin() throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        connection.begin();
        return;
      } catch (SQLException e) {
        if (!SqliteErrors.isBusy(e) || tries == WriterConnection.BUSY_TRIES) {
          throw e;
        }
        failThoseInTransaction();
        if (calls.isEmpty()) {
          throw e;
        }
      }
    }
  }

  private void failThoseInTransaction() {
    List<Call<?>> own = calls.stream().filter(call -> call.inTransaction).toList();
    own.forEach(
        call ->
            call.fail(
                new BackendException(
                    "sqlite: "
                        + call.verb
                        + " on "
                        + connection.path()
                        + " failed: this thread has a transaction open on the file, and what it"
                        + " calls would wait for it for ever. Call within(connection), or commit"
                        + " first.")));
    calls.removeAll(own);
  }

  void succeed() {
    calls.forEach(Call::succeed);
    claimed.forEach(WaitingClaim::succeed);
  }

  void fail(Throwable cause) {
    calls.forEach(call -> call.fail(connection.trouble(call.verb, cause)));
    claimed.forEach(claim -> claim.fail(connection.trouble("claim", cause)));
  }

  /** How a transaction of the writer ended. */
  sealed interface Result {
    /**
     * It is on the disk.
     *
     * @param news whether there may be something to claim
     */
    record Committed(boolean news) implements Result {}

    /** Nothing of it has happened. */
    record Undone(Throwable cause) implements Result {}

    /** The commit itself failed: whether it has happened is unknown. */
    record Unknown(SQLException cause) implements Result {}
  }
}
