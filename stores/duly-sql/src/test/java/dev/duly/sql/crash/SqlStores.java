package dev.duly.sql.crash;

import dev.duly.backend.Backend;
import dev.duly.sql.SqliteBackend;
import dev.duly.sql.postgres.PostgresBackend;
import dev.duly.tck.crash.StoreOpener;

/** The store that processes are told to play on: a file, or a URL. */
final class SqlStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return store.startsWith("postgresql:") ? PostgresBackend.url(store) : SqliteBackend.file(store);
  }
}
