package dev.duly.sql.crash;

import dev.duly.backend.Backend;
import dev.duly.sql.SqliteBackend;
import dev.duly.sql.postgres.PostgresBackend;

/** The store that processes are told to play on: a file, or a URL. */
final class CrashStore {
  private CrashStore() {}

  static Backend open(String store) {
    return store.startsWith("postgresql:") ? PostgresBackend.url(store) : SqliteBackend.file(store);
  }
}
