package dev.duly.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the first job of each queue becomes due. While an open transaction keeps dead rows from
 * being removed, that steps over all that has been claimed since; then it looks from shortly before
 * what it saw last, as claims do ({@link LookbackWindow}), and everywhere only now and then.
 * Thread-safe.
 */
final class QueueHeads {
  private static final int SLOW_MICROS = 3_000;
  private static final long BACK_MILLIS = 200;

  // Guarded by this.
  private final LookbackWindow window = new LookbackWindow(System::nanoTime, SLOW_MICROS);
  private final Map<Integer, Long> seen = new HashMap<>(); // by lane

  /** By queue; those of which no job waits are left out. */
  synchronized Map<String, Long> of(Db db) throws SQLException {
    Map<Integer, Long> since = window.looksEverywhere() ? Map.of() : seen;
    List<@Nullable Integer> lanes = new ArrayList<>(since.keySet());
    List<@Nullable Long> from = new ArrayList<>(since.values());
    Map<String, Long> heads = new HashMap<>();
    long began = System.nanoTime();
    try (ResultSet row =
        db.prepare("heads").number(db.now()).integers(lanes).numbers(from).query()) {
      while (row.next()) {
        long due = row.getLong(4);
        boolean isNone = row.wasNull();
        long now = row.getLong(3);
        seen.put(row.getInt(2), (isNone ? now : Math.min(due, now)) - BACK_MILLIS);
        if (!isNone) {
          heads.merge(row.getString(1), due, Math::min);
        }
      }
    }
    window.saw(List.of(), (int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - began) / 1_000));
    return heads;
  }
}
