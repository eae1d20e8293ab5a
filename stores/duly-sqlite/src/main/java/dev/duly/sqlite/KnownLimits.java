package dev.duly.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of queues as they were read last; whether they are still those, the number of a
 * queue's rules says. Owned by the writer thread.
 */
final class KnownLimits {
  private static final int KNOWN_MAX = 10_000;

  private final Map<String, Known> known = new HashMap<>();

  private record Known(long rules, QueueLimits limits) {}

  QueueLimits of(Db db, String queue, long rules) throws SQLException {
    @Nullable Known found = known.get(queue);
    if (found == null || found.rules != rules) {
      found = new Known(rules, LimitStatements.of(db, queue));
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.put(queue, found);
    }
    return found.limits;
  }

  /** After a transaction that was undone: what it set is not there. */
  void forget() {
    known.clear();
  }
}
