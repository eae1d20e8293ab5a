package dev.duly.sqlite;

import dev.duly.job.JobState;
import dev.duly.job.Priority;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Known known;
  private final Set<String> gated = new HashSet<>();
  private final Map<String, Map<JobState, Long>> counts = new HashMap<>();
  private @Nullable Set<String> pausedTypes; // read when first asked for
  private boolean news;

  /** What is remembered from one transaction to the next. */
  record Known(Lanes lanes, KnownLimits limits) {
    Known() {
      this(new Lanes(), new KnownLimits());
    }

    /** After a transaction that was undone. */
    void forget() {
      lanes.forget();
      limits.forget();
    }
  }

  /**
   * @param now milliseconds since 1970, by the engine's clock
   */
  Tx(Db db, Known known, long now) {
    this.db = db;
    this.known = known;
    this.now = now;
  }

  PreparedStatement prepare(String name) throws SQLException {
    return db.prepare(name);
  }

  long lane(String queue, Priority level, String gate) throws SQLException {
    return known.lanes.of(db, queue, level, gate);
  }

  /** From now on, turns are taken in a queue. */
  void gate(String queue) throws SQLException {
    if (gated.add(queue)) {
      Gates.close(this, queue);
    }
  }

  /** Its limits, of which the number of its rules tells whether they are known. */
  QueueLimits limits(String queue, long rules) throws SQLException {
    return known.limits.of(db, queue, rules);
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
