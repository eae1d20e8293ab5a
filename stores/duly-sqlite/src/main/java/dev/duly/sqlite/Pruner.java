package dev.duly.sqlite;

import dev.duly.backend.room.Retention;
import dev.duly.backend.support.PeriodicTask;
import dev.duly.job.JobState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes now and then what has been over for longer than the file's retention: on a thread of its
 * own, from the oldest job on, in small pieces, each a write of its own only if there is anything
 * to delete. It needs no index on the time of the end, which would cost every job; it stops at the
 * first piece whose jobs are all younger than the retention, but for twice a day. It does not
 * matter which process does it, nor if several do. Thread-safe.
 */
final class Pruner implements AutoCloseable {
  private static final PeriodicTask.Interval EVERY = new PeriodicTask.Interval(10_000, 600_000);
  private static final int WHOLE_EVERY = 100; // rounds: half a day

  private final SqliteInspector reader;
  private final Writer writer;
  private final SqliteClock clock;
  private final PeriodicTask task = new PeriodicTask("duly-sqlite-pruner", EVERY, this::run);

  // Only the task's thread.
  private int rounds;

  Pruner(SqliteInspector reader, Writer writer, SqliteClock clock) {
    this.reader = reader;
    this.writer = writer;
    this.clock = clock;
  }

  void start() {
    task.start();
  }

  private void run() {
    rounds++;
    prune(rounds % WHOLE_EVERY == 0);
  }

  /**
   * What there is to delete by now, unless it is closed in between.
   *
   * @param whole also behind jobs that are young: some may have come while the clock was ahead
   */
  void prune(boolean whole) {
    Optional<Duration> shortest =
        reader.read("retention", SqliteInspector::retention).stream()
            .flatMap(Pruner::times)
            .min(Duration::compareTo);
    if (shortest.isEmpty()) {
      return;
    }
    long young = clock.millis() - shortest.get().toMillis();
    long end = 0;
    Piece piece;
    do {
      long after = end;
      piece = reader.read("looking for old jobs", db -> piece(db, after));
      if (piece.isOld) {
        prune(after, piece.end);
      }
      end = piece.end;
      if (end <= after) {
        return; // nothing follows
      }
    } while ((whole || piece.firstCame <= young) && !task.isClosed());
  }

  private static Stream<Duration> times(Retention retention) {
    return Stream.of(retention.completed(), retention.cancelled()).flatMap(Optional::stream);
  }

  /**
   * Some jobs that follow one another.
   *
   * @param end the number of the last
   * @param isOld if any of them is to be deleted
   */
  private record Piece(long end, long firstCame, boolean isOld) {}

  private Piece piece(Db db, long after) throws SQLException {
    PreparedStatement look = db.prepare("prune_look");
    look.setLong(1, clock.millis());
    look.setLong(2, after);
    try (ResultSet row = look.executeQuery()) {
      row.next();
      return new Piece(row.getLong(1), row.getLong(2), row.getBoolean(3));
    }
  }

  private void prune(long after, long end) {
    writer.call(
        "deleting old jobs",
        tx -> {
          PreparedStatement prune = tx.prepare("prune");
          prune.setLong(1, after + 1);
          prune.setLong(2, end);
          prune.setLong(3, tx.now);
          PreparedStatement attempts = tx.prepare("prune_attempts");
          try (ResultSet gone = prune.executeQuery()) {
            while (gone.next()) {
              tx.count(gone.getString(2), JobState.of(gone.getString(3)), -1);
              attempts.setLong(1, gone.getLong(1));
              attempts.executeUpdate();
              @Nullable String key = gone.getString(4);
              if (key != null) {
                UniqueStatements.free(tx, key, gone.getLong(1));
              }
            }
          }
          NoteStatements.prune(tx, after + 1, end);
          return true;
        });
  }

  @Override
  public void close() {
    task.close();
  }
}
