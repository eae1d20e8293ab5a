package dev.duly.sqlite;

import dev.duly.job.JobState;
import dev.duly.job.Priority;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One write transaction: its connection, its moment, and what it changes in the counts of the
 * queues. Owned by the writer thread.
 */
final class Tx {
  final Db db;
  final long now;
  private final Lanes lanes;
  private final Map<String, Map<JobState, Long>> counts = new HashMap<>();
  private @Nullable Set<String> pausedTypes; // read when first asked for
  private boolean news;

  /**
   * @param now milliseconds since 1970, by the engine's clock
   */
  Tx(Db db, Lanes lanes, long now) {
    this.db = db;
    this.lanes = lanes;
    this.now = now;
  }

  PreparedStatement prepare(String name) throws SQLException {
    return db.prepare(name);
  }

  long lane(String queue, Priority level, String gate) throws SQLException {
    return lanes.of(db, queue, level, gate);
  }

  boolean isPaused(String type) throws SQLException {
    Set<String> types = pausedTypes == null ? PausedTypes.pausedTypes(db) : pausedTypes;
    pausedTypes = types;
    return types.contains(type);
  }

  /** A type has been paused or resumed: it is looked at again. */
  void forgetPausedTypes() {
    pausedTypes = null;
  }

  /** There may be something to claim after the commit. */
  void news() {
    news = true;
  }

  boolean hasNews() {
    return news;
  }

  /** So many jobs of a queue came into a state, or left it if negative. */
  void count(String queue, JobState state, long change) {
    counts
        .computeIfAbsent(queue, q -> new EnumMap<>(JobState.class))
        .merge(state, change, Long::sum);
  }

  void move(String queue, JobState from, JobState to, long jobs) {
    count(queue, from, -jobs);
    count(queue, to, jobs);
  }

  void writeCounts() throws SQLException {
    for (Map.Entry<String, Map<JobState, Long>> entry : counts.entrySet()) {
      PreparedStatement add = prepare("queue_count");
      add.setString(1, entry.getKey());
      int column = 2;
      for (JobState state : JobState.known()) { // the order of the statement's columns
        add.setLong(column++, entry.getValue().getOrDefault(state, 0L));
      }
      add.executeUpdate();
    }
    counts.clear();
  }
}
