package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages when the database refuses or fails: what happened, and what to do. The states are
 * those of PostgreSQL's appendix A, Error Codes.
 */
final class PostgresErrors {
  private static final String ROLE_HELP =
      " Let an owner of the database run `duly schema migrate` once, or grant it: ";

  private PostgresErrors() {}

  /** The state of what really happened, beneath what a pool makes of it; empty if it has none. */
  static String stateOf(Throwable e) {
    String state = "";
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }

  /**
   * Undone as a whole, because another transaction was in the way: the same again may well succeed.
   */
  static boolean isUndone(Throwable e) {
    return stateOf(e).equals("40001") || stateOf(e).equals("40P01");
  }

  /** The connection failed or was ended: it is unknown what has been done. */
  static boolean isOfTheConnection(Throwable e) {
    return isOfTheConnection(stateOf(e));
  }

  private static boolean isOfTheConnection(String state) {
    return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
  }

  static BackendException of(String verb, String database, SQLException e) {
    return new BackendException(
        kindOf(e),
        "postgres: " + verb + " on " + database + " failed: " + textOf(e) + remedy(e),
        e);
  }

  /**
   * What was sent is at fault: its data (22), what they violate (23), their size (54), or what a
   * function of the database's raises about them (P0).
   */
  private static Kind kindOf(SQLException e) {
    String state = stateOf(e);
    if (e instanceof SQLTransientConnectionException) {
      return Kind.TRANSIENT; // nothing was sent
    } else if (isOfTheConnection(state)) {
      return Kind.UNKNOWN_OUTCOME;
    }
    return List.of("22", "23", "54", "P0").contains(state.substring(0, 2))
        ? Kind.PERMANENT
        : Kind.TRANSIENT;
  }

  /** Told by the pool, before any server was asked. */
  private static String remedy(SQLException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("has been closed") && text.contains("DataSource")) {
      return ": this backend is closed, and takes no more calls.";
    } else if (e instanceof SQLTransientConnectionException && e.getCause() == null) {
      return ". Every connection of the pool is in use: look for what holds them, or make the pool"
          + " larger.";
    }
    return remedy(stateOf(e));
  }

  /** Of the innermost cause, without its own word for how bad it is. */
  private static String textOf(SQLException e) {
    Throwable inner = e;
    for (Throwable t = e; t != null; t = t.getCause()) {
      inner = t instanceof SQLException ? t : inner;
    }
    @Nullable String message = inner.getMessage();
    String text = message == null ? inner.toString() : message.strip();
    return text.replaceFirst("^(ERROR|FATAL): ", "")
        .replaceFirst("(?s)\\n\\s*Where: .*", "") // the line of a function of ours
        .replaceFirst("(?s)\\n\\s*Detail: Failing row .*", "") // it has the payload
        .replace("\n", " ")
        .replaceFirst("\\.+$", "");
  }

  private static String remedy(String state) {
    return switch (state) {
      case "28P01", "28000" ->
          ". Check the user and the password: in the URL, in PGPASSWORD, or in ~/.pgpass.";
      case "3D000" -> ". Create it with `createdb`, or name another in the URL.";
      case "42501" ->
          "." + ROLE_HELP + "grant all on schema duly, and on all tables and sequences in it.";
      case "53300" ->
          ". Give the server more connections (max_connections), or put a pooler such as PgBouncer"
              + " in front of it.";
      case "57014" ->
          ". It took longer than a statement may: look for locks, `duly doctor` shows who holds"
              + " them.";
      case "55P03" ->
          ". Another session holds a lock on Duly's tables: `duly doctor` shows which; end it and"
              + " retry.";
      case "25006" ->
          ". This is a standby: connect to the primary, or add targetServerType=primary to a URL of"
              + " several hosts.";
      case "3F000", "42P01", "42703", "42883" ->
          ". Something of the schema duly is missing or was altered: `duly schema status` says"
              + " what.";
      case "26000", "42P05" ->
          ". Behind PgBouncer in transaction mode, add prepareThreshold=0 to the URL, or let it keep"
              + " prepared statements (max_prepared_statements).";
      case "53100" -> ". The server's disk is full: make room, nothing is lost.";
      default ->
          isOfTheConnection(state)
              ? ". Is the server running and reachable? What was sent may have been stored; sending"
                  + " the same again is safe."
              : ".";
    };
  }
}
