package dev.duly.tck.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A backend on the test bench: empty when it is opened, its clock in the test's hand. */
public interface BackendUnderTest extends AutoCloseable {
  Backend backend();

  /** Moves the engine's clock. */
  void advance(Duration by);

  /** How long leases and delays are here. */
  default Times times() {
    return Times.MOVED;
  }

  /**
   * The claims of this session are lost from now on: by default since their leases end; elsewhere
   * because its connection is cut.
   */
  default void lose(Session of) {
    advance(times().lease());
  }

  /**
   * The next claim or settlement reaches the engine and is done, but its answer does not come back:
   * an exception does.
   */
  void loseNextAnswer();

  /** The claiming half of the next turn fails inside the engine. */
  void failNextClaim();

  /** Deletes at once what the engine deletes now and then: what has been over for long. */
  void prune();

  /**
   * A connection of an application's own to the database that keeps the jobs, auto-commit off; only
   * asked for where the backend has a room for transactions.
   */
  default Connection connect() throws SQLException {
    throw new UnsupportedOperationException("this backend joins no transaction");
  }

  /**
   * Publishes a message as another program does, past the backend.
   *
   * @return false: other programs cannot publish to this engine
   */
  default boolean publish(Foreign message) {
    return false;
  }

  /** What must hold in the engine's own store after every test, beyond what an inspector shows. */
  default void checkStore() {}

  @Override
  void close();
}
