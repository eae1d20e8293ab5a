package dev.duly.postgres.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.StoreOpener;
import dev.duly.postgres.PostgresBackend;

/** The database that processes are told to play on. */
final class PostgresStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return PostgresBackend.url(store);
  }
}
