package dev.duly.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/** Whether a connection that does not commit by itself has a transaction open. */
final class TransactionState {
  private TransactionState() {}

  /** The driver knows; beneath another driver the server is asked, which knows of writes alone. */
  static boolean isOpen(Connection connection) throws SQLException {
    if (connection.isWrapperFor(BaseConnection.class)) {
      return connection.unwrap(BaseConnection.class).getTransactionState()
          != org.postgresql.core.TransactionState.IDLE;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.pg_current_xact_id_if_assigned() is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
