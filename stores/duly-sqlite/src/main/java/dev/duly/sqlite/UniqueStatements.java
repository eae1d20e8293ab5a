package dev.duly.sqlite;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Until;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who holds which unique key (rule E6): looked at under the write lock, so that one does. */
final class UniqueStatements {
  private static final long STARTED = 0;

  private UniqueStatements() {}

  /** The job that holds a key. */
  private record Holder(long seq, JobId id, String type, Turns.Group group, JobState state) {}

  /** Until when a job holds its key, as its row says it. */
  static @Nullable Long until(EncodedJob job, long now) {
    Until until = job.unique().until();
    if (job.labels().uniqueKey().isEmpty() || until instanceof Until.Finished) {
      return null;
    }
    return until instanceof Until.For held ? now + held.time().toMillis() : STARTED;
  }

  /** The answer to a new job whose key another one holds; null if none does. */
  static @Nullable Enqueued meet(Tx tx, EncodedJob job, String key) throws SQLException {
    @Nullable Holder holder = holder(tx, key);
    if (holder == null) {
      return null;
    }
    OnConflict onConflict = job.unique().onConflict();
    if (onConflict == OnConflict.RETURN_EXISTING) {
      return new Enqueued.Duplicate(holder.id);
    }
    boolean alike = holder.type.equals(job.type()) && holder.group.queue().equals(job.queue());
    if (onConflict == OnConflict.REJECT || !alike) {
      return new Enqueued.Rejected(holder.id);
    }
    if (holder.state != JobState.WAITING) {
      return new Enqueued.Duplicate(holder.id);
    }
    replace(tx, holder, job);
    return new Enqueued.Replaced(holder.id);
  }

  private static @Nullable Holder holder(Tx tx, String key) throws SQLException {
    PreparedStatement find = tx.prepare("key_holder");
    find.setString(1, key);
    find.setLong(2, tx.now);
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? new Holder(
              row.getLong(1),
              new JobId(row.getString(2)),
              row.getString(3),
              Turns.Group.read(row, 4),
              JobState.read(row.getString(7)))
          : null;
    }
  }

  private static void replace(Tx tx, Holder holder, EncodedJob job) throws SQLException {
    Payload payload = job.payload();
    Turns.Group group = new Turns.Group(job.queue(), job.priority(), holder.group.key());
    long due = job.due().from(Instant.ofEpochMilli(tx.now)).toEpochMilli();
    PreparedStatement replace = tx.prepare("replace");
    replace.setBytes(1, payload.bytes());
    replace.setString(2, payload.contentType());
    replace.setInt(3, payload.version());
    replace.setString(4, payload.keyId().orElse(null));
    replace.setString(5, job.priority().text());
    replace.setLong(6, Gates.lane(tx, group, job.type()));
    replace.setLong(7, due);
    replace.setLong(8, holder.seq);
    replace.executeUpdate();
    Turns.leave(tx, holder.group, holder.seq);
    Turns.cameToWait(tx, group, job.type(), due);
  }

  /** The key is this stored job's. */
  static void take(Tx tx, String key, JobId job) throws SQLException {
    PreparedStatement take = tx.prepare("key_take");
    take.setString(1, key);
    take.setString(2, job.value());
    take.executeUpdate();
  }

  /**
   * A job that is over and is to wait again takes its key anew.
   *
   * @return false if another one holds it
   */
  static boolean takeAnew(Tx tx, String key, JobId job) throws SQLException {
    @Nullable Holder holder = holder(tx, key);
    if (holder != null) {
      return false;
    }
    take(tx, key, job);
    return true;
  }

  /** A job goes, and its key with it. */
  static void free(Tx tx, String key, long job) throws SQLException {
    PreparedStatement free = tx.prepare("key_free");
    free.setString(1, key);
    free.setLong(2, job);
    free.executeUpdate();
  }
}
