package dev.duly.sqlite.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.StoreOpener;
import dev.duly.sqlite.SqliteBackend;

/** The file that processes are told to play on. */
final class SqliteStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return SqliteBackend.file(store);
  }
}
