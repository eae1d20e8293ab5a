package dev.duly.sqlite;

import dev.duly.backend.support.LabelText;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Enqueued.Conflict;
import dev.duly.job.Enqueued.Duplicate;
import dev.duly.job.Enqueued.Stored;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The verb enqueue. Rows go in by fifty, which halves their price. A taken id fails the statement
 * as a whole and leaves the transaction as it was before; only then is each job of the fifty looked
 * at by itself, so that good bulks pay nothing for it.
 */
final class EnqueueStatements {
  private static final int ROWS = 50;
  private static final int PARAMETERS = 21;

  private EnqueueStatements() {}

  static List<Enqueued> enqueue(Tx tx, List<EncodedJob> jobs) throws SQLException {
    List<Enqueued> answers = new ArrayList<>(jobs.size());
    for (int from = 0; from < jobs.size(); from += ROWS) {
      List<EncodedJob> some = jobs.subList(from, Math.min(from + ROWS, jobs.size()));
      if (some.size() == ROWS && areWithoutKeys(some) && insert(tx, some)) {
        some.forEach(job -> answers.add(new Stored(job.id())));
      } else {
        for (EncodedJob job : some) {
          Optional<String> key = job.labels().uniqueKey();
          answers.add(key.isPresent() ? enqueueUnique(tx, job, key.get()) : enqueueOne(tx, job));
        }
      }
    }
    tx.news();
    return answers;
  }

  private static boolean areWithoutKeys(List<EncodedJob> jobs) {
    return jobs.stream().allMatch(job -> job.labels().uniqueKey().isEmpty());
  }

  private static Enqueued enqueueUnique(Tx tx, EncodedJob job, String key) throws SQLException {
    Optional<Enqueued> known = known(tx, job);
    if (known.isPresent()) {
      return known.get();
    }
    @Nullable Enqueued met = UniqueStatements.meet(tx, job, key);
    if (met != null) {
      return met;
    }
    Enqueued stored = enqueueOne(tx, job);
    UniqueStatements.take(tx, key, job.id());
    return stored;
  }

  /** Whatever keys it has, it takes none. */
  static Enqueued enqueueOne(Tx tx, EncodedJob job) throws SQLException {
    return insert(tx, List.of(job))
        ? new Stored(job.id())
        : known(tx, job)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "insert reported a duplicate id, but no job with the id "
                            + job.id()
                            + " exists (bug)"));
  }

  /** The answer if its id is stored. */
  private static Optional<Enqueued> known(Tx tx, EncodedJob job) throws SQLException {
    PreparedStatement find = tx.prepare("holder");
    find.setString(1, job.id().value());
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Payload held =
          new Payload(row.getBytes(5), row.getString(3), row.getInt(4), Optional.empty());
      return Optional.of(
          job.sameContent(row.getString(1), row.getString(2), held)
              ? new Duplicate(job.id())
              : new Conflict(job.id()));
    }
  }

  /** False if an id is taken; then none of these rows went in. */
  private static boolean insert(Tx tx, List<EncodedJob> jobs) throws SQLException {
    boolean alike = areAlike(jobs);
    PreparedStatement insert = alike ? alike(tx, jobs) : anyhow(tx, jobs);
    try {
      insert.executeUpdate();
    } catch (SQLiteException e) {
      if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
        return false;
      }
      throw e;
    }
    if (alike) {
      tx.count(jobs.get(0).queue(), JobState.WAITING, jobs.size());
    } else {
      jobs.forEach(job -> tx.count(job.queue(), JobState.WAITING, 1));
      Turns.enqueued(tx, jobs);
    }
    return true;
  }

  /** Whether they differ in id and payload alone, and have nothing that is rare. */
  private static boolean areAlike(List<EncodedJob> jobs) {
    EncodedJob first = jobs.get(0);
    if (!first.labels().withProducer(Optional.empty()).equals(Labels.NONE)) {
      return false;
    }
    return jobs.stream()
        .allMatch(
            job ->
                job.type().equals(first.type())
                    && job.queue().equals(first.queue())
                    && job.priority() == first.priority()
                    && job.maxAttempts() == first.maxAttempts()
                    && job.retry().equals(first.retry())
                    && job.timeout().equals(first.timeout())
                    && job.due().equals(first.due())
                    && job.expires().isEmpty()
                    && job.labels().equals(first.labels())
                    && job.payload().contentType().equals(first.payload().contentType())
                    && job.payload().version() == first.payload().version()
                    && job.payload().keyId().isEmpty());
  }

  /** What they share is bound once: binding a value costs as much as storing it. */
  private static PreparedStatement alike(Tx tx, List<EncodedJob> jobs) throws SQLException {
    EncodedJob first = jobs.get(0);
    PreparedStatement insert = tx.db.prepareRepeated("enqueue_alike", jobs.size());
    insert.setString(1, first.type());
    insert.setString(2, first.queue());
    insert.setString(3, first.priority().text());
    insert.setLong(4, Gates.lane(tx, Turns.Group.of(first), first.type()));
    insert.setLong(5, first.due().from(Instant.ofEpochMilli(tx.now)).toEpochMilli());
    insert.setLong(6, tx.now);
    insert.setInt(7, first.maxAttempts());
    insert.setString(8, first.retry());
    insert.setLong(9, first.timeout().toMillis());
    insert.setString(10, first.payload().contentType());
    insert.setInt(11, first.payload().version());
    insert.setString(12, first.labels().producer().orElse(null));
    int parameter = 13;
    for (EncodedJob job : jobs) {
      insert.setString(parameter++, job.id().value());
      insert.setBytes(parameter++, job.payload().bytes());
    }
    return insert;
  }

  private static PreparedStatement anyhow(Tx tx, List<EncodedJob> jobs) throws SQLException {
    PreparedStatement insert = tx.db.prepareRepeated("enqueue", jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      bind(tx, insert, i * PARAMETERS, jobs.get(i));
    }
    return insert;
  }

  private static @Nullable Long millis(Optional<Due> time, long now) {
    return time.map(t -> t.from(Instant.ofEpochMilli(now)).toEpochMilli()).orElse(null);
  }

  private static void bind(Tx tx, PreparedStatement row, int before, EncodedJob job)
      throws SQLException {
    Payload payload = job.payload();
    Labels labels = job.labels();
    row.setString(before + 1, job.id().value());
    row.setString(before + 2, job.type());
    row.setString(before + 3, job.queue());
    row.setString(before + 4, job.priority().text());
    row.setLong(before + 5, Gates.lane(tx, Turns.Group.of(job), job.type()));
    row.setLong(before + 6, job.due().from(Instant.ofEpochMilli(tx.now)).toEpochMilli());
    row.setLong(before + 7, tx.now);
    row.setObject(before + 8, millis(job.expires(), tx.now));
    row.setInt(before + 9, job.maxAttempts());
    row.setString(before + 10, job.retry());
    row.setLong(before + 11, job.timeout().toMillis());
    row.setString(before + 12, payload.contentType());
    row.setInt(before + 13, payload.version());
    row.setString(before + 14, payload.keyId().orElse(null));
    row.setBytes(before + 15, payload.bytes());
    row.setString(before + 16, labels.uniqueKey().orElse(null));
    row.setString(before + 17, labels.groupKey().orElse(null));
    row.setString(before + 18, LabelText.ofTags(labels.tags()));
    row.setString(before + 19, LabelText.ofHeaders(labels.headers()));
    row.setString(before + 20, labels.producer().orElse(null));
    row.setObject(before + 21, UniqueStatements.until(job, tx.now));
  }
}
