package dev.duly.postgres;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Failure;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of {@code settle.sql}, which takes them as columns. */
final class SettleRows {
  private final List<Row> rows = new ArrayList<>();

  /** Adds one; no claim twice. */
  void add(Settlement settlement, PostgresToken token) {
    rows.add(Row.of(settlement, token));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void bind(Values values, Db db) throws SQLException {
    long[] claims = rows.stream().mapToLong(row -> row.token().claim()).distinct().toArray();
    values
        .number("now", db.now())
        .longs("claims", claims)
        .numbers("tokens", all(row -> row.token().claim()))
        .numbers("seqs", all(row -> row.token().seq()))
        .texts("verbs", all(row -> row.settlement().verb()))
        .texts("states", all(row -> row.next().state().text()))
        .numbers("delays", all(row -> row.next().delay()))
        .integers("attempts", all(row -> row.next().attempts()))
        .integers("lost", all(row -> row.streaks().lost()))
        .integers("released", all(row -> row.streaks().released()))
        .integers("parked", all(row -> row.streaks().parked()))
        .texts("park_reasons", all(row -> row.notes().parkReason()))
        .texts("reasons", all(row -> row.notes().reason()))
        .blobs("results", all(row -> row.notes().result().map(Payload::bytes).orElse(null)))
        .texts(
            "result_types", all(row -> row.notes().result().map(Payload::contentType).orElse(null)))
        .integers(
            "result_versions", all(row -> row.notes().result().map(Payload::version).orElse(1)))
        .texts("result_keys", all(row -> row.notes().result().flatMap(Payload::keyId).orElse(null)))
        .integers("numbers", all(row -> row.settlement().claim().attempt()))
        .numbers("ran", all(Row::ranMillis))
        .texts("outcomes", all(Row::outcome))
        .texts("errors", ofFailure(Failure::error))
        .texts("messages", ofFailure(Failure::message))
        .texts("stacks", ofFailure(Failure::stack))
        .texts("fingerprints", ofFailure(Failure::fingerprint));
  }

  private interface Column<T> {
    @Nullable T of(Row row);
  }

  private <T> List<@Nullable T> all(Column<T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (Row row : rows) {
      values.add(column.of(row));
    }
    return values;
  }

  private List<@Nullable String> ofFailure(Function<Failure, String> part) {
    return all(row -> row.failure().map(part).orElse(null));
  }

  /**
   * A settlement as a row of {@code settle.sql}.
   *
   * @param outcome of the attempt; null: it is not kept
   * @param failure of the attempt, if it has one
   */
  record Row(
      PostgresToken token,
      Settlement settlement,
      Next next,
      Streaks streaks,
      Notes notes,
      @Nullable String outcome,
      Optional<Failure> failure) {

    /**
     * What becomes of the job.
     *
     * @param delay until it is due again, in milliseconds
     * @param attempts how many it has used up
     */
    record Next(JobState state, long delay, int attempts) {}

    /** The streaks after it; null leaves one as it is. */
    record Streaks(@Nullable Integer lost, @Nullable Integer released, @Nullable Integer parked) {
      private static final Streaks SAME = new Streaks(null, null, null);
      private static final Streaks RAN = new Streaks(0, null, null);
      private static final Streaks NONE = new Streaks(0, 0, 0);

      private static Streaks of(dev.duly.job.Streaks after) {
        return new Streaks(after.lost(), after.released(), after.parked());
      }
    }

    /** What is noted with the job; a reason that is null leaves the last one. */
    record Notes(@Nullable String parkReason, @Nullable String reason, Optional<Payload> result) {
      private static final Notes NONE = new Notes(null, null, Optional.empty());

      private static Notes reason(String reason) {
        return new Notes(null, reason, Optional.empty());
      }
    }

    static Row of(Settlement settlement, PostgresToken token) {
      if (settlement instanceof Complete complete) {
        Notes notes = new Notes(null, null, complete.result());
        return new Row(token, complete, to(JobState.COMPLETED), Streaks.RAN, notes);
      } else if (settlement instanceof Retry retry) {
        Next next = new Next(JobState.WAITING, retry.delay().toMillis(), 1);
        return new Row(token, retry, next, Streaks.NONE, Notes.NONE)
            .tried("retried", retry.failure());
      } else if (settlement instanceof Release release) {
        Next next = new Next(JobState.WAITING, release.delay().toMillis(), 0);
        String parked = release.parkReason().map(ParkReason::toString).orElse(null);
        Notes notes = new Notes(parked, null, Optional.empty());
        return new Row(token, release, next, Streaks.of(release.after()), notes);
      } else if (settlement instanceof Cancel cancel) {
        Streaks streaks = cancel.run().isPresent() ? Streaks.RAN : Streaks.SAME;
        Notes notes = Notes.reason(cancel.reason());
        return new Row(
            token, cancel, to(JobState.CANCELLED), streaks, notes, "cancelled", Optional.empty());
      }
      DeadLetter dead = (DeadLetter) settlement;
      boolean started = dead.run().isPresent();
      Next next = new Next(JobState.DEAD, 0, started ? 1 : 0);
      Streaks streaks = started ? Streaks.RAN : Streaks.SAME;
      return new Row(token, dead, next, streaks, Notes.reason(dead.reason().text()))
          .tried("dead", dead.failure());
    }

    private static Next to(JobState state) {
      return new Next(state, 0, 0);
    }

    private Row(
        PostgresToken token, Settlement settlement, Next next, Streaks streaks, Notes notes) {
      this(token, settlement, next, streaks, notes, null, Optional.empty());
    }

    private Row tried(String outcome, Failure failure) {
      return new Row(token, settlement, next, streaks, notes, outcome, Optional.of(failure));
    }

    @Nullable Long ranMillis() {
      return settlement.run().map(Run::ran).map(Duration::toMillis).orElse(null);
    }
  }
}
