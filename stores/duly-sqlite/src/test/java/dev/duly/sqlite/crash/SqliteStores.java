package dev.duly.sqlite.crash;

import dev.duly.backend.Backend;
import dev.duly.sqlite.SqliteBackend;
import dev.duly.tck.crash.StoreOpener;

/** The file that processes are told to play on. */
final class SqliteStores implements StoreOpener {
  @Override
  public Backend open(String store) {
    return SqliteBackend.file(store);
  }
}
