package dev.duly.sqlite;

import dev.duly.job.Priority;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of the lanes that jobs are put into, made when a queue is new. Owned by the writer
 * thread.
 */
final class Lanes {
  private static final int KNOWN_MAX = 10_000;

  private final Map<Key, Long> known = new HashMap<>();

  private record Key(String queue, Priority level, String gate) {}

  long of(Db db, String queue, Priority level, String gate) throws SQLException {
    Key lane = new Key(queue, level, gate);
    Long number = known.get(lane);
    if (number == null) {
      number = findOrMake(db, lane);
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.put(lane, number);
    }
    return number;
  }

  /** After a transaction that was undone: a lane that it made is not there. */
  void forget() {
    known.clear();
  }

  private static long findOrMake(Db db, Key lane) throws SQLException {
    long found = find(db, lane.queue(), lane.level(), lane.gate());
    if (found == 0) {
      PreparedStatement make = db.prepare("lane_new");
      make.setString(1, lane.queue());
      make.setString(2, lane.level().text());
      make.setString(3, lane.gate());
      make.executeUpdate();
      found = find(db, lane.queue(), lane.level(), lane.gate());
    }
    return found;
  }

  /** 0 if there is none. */
  static long find(Db db, String queue, Priority level, String gate) throws SQLException {
    PreparedStatement find = db.prepare("lane");
    find.setString(1, queue);
    find.setString(2, level.text());
    find.setString(3, gate);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /**
   * What a claim pops from: the jobs of one queue and level.
   *
   * @param number its row
   */
  record Lane(long number, String queue, Priority level) {}
}
