package dev.duly.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Numbers of blocks, taken from the engine sixty-four at a time; those that a process has taken and
 * never used stay unused. Thread-safe.
 */
final class BlockNumbers {
  /** So many jobs a block can hold, one for each bit. */
  static final int SIZE = 64;

  private static final int TAKEN = 64; // as much as the sequence goes on

  private final Store store;
  // Guarded by this.
  private long next;
  private long end;

  BlockNumbers(Store store) {
    this.store = store;
  }

  synchronized long next() {
    if (next == end) {
      next = store.callAgain("enqueue", BlockNumbers::more);
      end = next + TAKEN;
    }
    return next++;
  }

  private static long more(Db db) throws SQLException {
    try (ResultSet row = db.prepare("blocks").query()) {
      row.next();
      return row.getLong(1);
    }
  }
}
