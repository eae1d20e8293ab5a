package dev.duly.postgres;

import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job whose unique key is held (rule E6). Which job holds a key is decided where
 * it is taken, in {@code enqueue_unique}; between that statement and what follows the holder may
 * start, end or go, and then the job asks anew.
 */
final class UniqueStatements {
  private UniqueStatements() {}

  /**
   * The job that has a key.
   *
   * @param holds whether it holds it now
   * @param untilStarted or until another time
   */
  private record Holder(JobId id, String type, String queue, boolean holds, boolean untilStarted) {}

  /**
   * The answer to a job whose key was held a moment ago; empty if it is to ask anew. Where the
   * holder is replaced, in the transaction that the connection is in.
   */
  static Optional<Enqueued> meet(Db db, EncodedJob job) throws SQLException {
    @Nullable Holder holder = holder(db, job.labels().uniqueKey().orElseThrow());
    if (holder == null || !holder.holds) {
      return Optional.empty();
    }
    OnConflict onConflict = job.unique().onConflict();
    if (onConflict == OnConflict.RETURN_EXISTING) {
      return Optional.of(new Enqueued.Duplicate(holder.id));
    }
    boolean alike = holder.type.equals(job.type()) && holder.queue.equals(job.queue());
    if (onConflict == OnConflict.REJECT || !alike) {
      return Optional.of(new Enqueued.Rejected(holder.id));
    }
    DetachedJobs pulled = DetachedJobs.of(db, List.of(holder.id.value()));
    if (pulled.ids().isEmpty()) { // it runs or is over; or was claimed just now
      return holder.untilStarted
          ? Optional.empty()
          : Optional.of(new Enqueued.Duplicate(holder.id));
    }
    replace(db, pulled.seqs()[0], job);
    return Optional.of(new Enqueued.Replaced(holder.id));
  }

  private static @Nullable Holder holder(Db db, String key) throws SQLException {
    try (ResultSet row = db.prepare("key_holders").number(db.now()).texts(List.of(key)).query()) {
      return row.next()
          ? new Holder(
              new JobId(row.getString(2)),
              row.getString(3),
              row.getString(4),
              row.getBoolean(5),
              row.getLong(6) == 0 && !row.wasNull())
          : null;
    }
  }

  private static void replace(Db db, long seq, EncodedJob job) throws SQLException {
    Payload payload = job.payload();
    Due due = job.due();
    db.prepare("replace")
        .number(due instanceof Due.At at ? (Long) at.instant().toEpochMilli() : null)
        .number(due instanceof Due.In in ? (Long) in.delay().toMillis() : null)
        .number(db.now())
        .bytes(payload.bytes())
        .text(payload.contentType())
        .integer(payload.version())
        .text(payload.keyId().orElse(null))
        .text(job.priority().text())
        .number(seq)
        .update();
  }
}
