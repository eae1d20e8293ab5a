package dev.duly.postgres;

import dev.duly.backend.room.DeadJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs that have just been stored, and detached from their blocks, what they were elsewhere:
 * dead, with all that happened.
 */
final class ImportStatements {
  private static final int ATTEMPTS_AT_ONCE = 1_000; // each may have a stack of some kilobytes

  /** An attempt of a job, numbered below the claims here. */
  private record Tried(long seq, long fence, AttemptRecord attempt) {
    private @Nullable String failure(Function<Failure, String> part) {
      return attempt.failure().map(part).orElse(null);
    }
  }

  private ImportStatements() {}

  /**
   * Does it.
   *
   * @param letters by id, of all that were pulled
   */
  static void importDead(Db db, DetachedJobs pulled, Map<String, DeadJob> letters)
      throws SQLException {
    List<DeadJob> in = pulled.ids().stream().map(letters::get).toList();
    update(db, pulled, in);
    List<Tried> tried = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      List<AttemptRecord> attempts = in.get(i).attempts();
      for (int k = 0; k < attempts.size(); k++) {
        tried.add(new Tried(pulled.seqs()[i], k - attempts.size(), attempts.get(k)));
      }
    }
    for (int from = 0; from < tried.size(); from += ATTEMPTS_AT_ONCE) {
      add(db, tried.subList(from, Math.min(from + ATTEMPTS_AT_ONCE, tried.size())));
    }
  }

  private static void update(Db db, DetachedJobs pulled, List<DeadJob> in) throws SQLException {
    db.prepare("import")
        .longs(pulled.seqs())
        .integers(pulled.lanes())
        .integers(each(in, l -> l.record().job().attempts()))
        .integers(each(in, l -> l.record().lost()))
        .integers(each(in, l -> l.record().job().streaks().lost()))
        .integers(each(in, l -> l.record().job().streaks().released()))
        .integers(each(in, l -> l.record().job().streaks().parked()))
        .integers(each(in, l -> l.record().cancelRequested() ? 1 : 0))
        .texts(each(in, DeadJob::reason))
        .texts(each(in, l -> l.failure().fingerprint()))
        .numbers(each(in, l -> l.record().job().createdAt().toEpochMilli()))
        .numbers(each(in, l -> l.record().job().scheduledAt().toEpochMilli()))
        .numbers(each(in, l -> millis(l.record().startedAt())))
        .numbers(each(in, l -> l.diedAt().toEpochMilli()))
        .texts(each(in, l -> l.record().worker().orElse(null)))
        .update();
  }

  private static void add(Db db, List<Tried> tried) throws SQLException {
    db.prepare("import_attempts")
        .numbers(each(tried, Tried::seq))
        .numbers(each(tried, Tried::fence))
        .integers(each(tried, t -> t.attempt().number()))
        .numbers(each(tried, t -> t.attempt().startedAt().toEpochMilli()))
        .numbers(each(tried, t -> t.attempt().endedAt().toEpochMilli()))
        .texts(each(tried, t -> t.attempt().worker()))
        .texts(each(tried, t -> t.attempt().outcome()))
        .texts(each(tried, t -> t.failure(Failure::error)))
        .texts(each(tried, t -> t.failure(Failure::message)))
        .texts(each(tried, t -> t.failure(Failure::stack)))
        .texts(each(tried, t -> t.failure(Failure::fingerprint)))
        .update();
  }

  private static <T, C> List<@Nullable C> each(List<T> rows, Function<T, @Nullable C> column) {
    List<@Nullable C> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.apply(row)));
    return values;
  }

  private static @Nullable Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }
}
