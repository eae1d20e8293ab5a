package dev.duly.postgres;

import dev.duly.backend.Settlement;
import dev.duly.job.Failure;
import dev.duly.job.Payload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of {@code settle.sql}, which takes them as columns. */
final class SettleRows {
  private final List<SettleRow> rows = new ArrayList<>();

  /** Adds one; no claim twice. */
  void add(Settlement settlement, PostgresToken token) {
    rows.add(SettleRow.of(settlement, token));
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
        .integers("numbers", all(row -> row.settlement().claim().job().attempt()))
        .numbers("ran", all(SettleRow::ranMillis))
        .texts("outcomes", all(SettleRow::outcome))
        .texts("errors", ofFailure(Failure::error))
        .texts("messages", ofFailure(Failure::message))
        .texts("stacks", ofFailure(Failure::stack))
        .texts("fingerprints", ofFailure(Failure::fingerprint));
  }

  private interface Column<T> {
    @Nullable T of(SettleRow row);
  }

  private <T> List<@Nullable T> all(Column<T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (SettleRow row : rows) {
      values.add(column.of(row));
    }
    return values;
  }

  private List<@Nullable String> ofFailure(Function<Failure, String> part) {
    return all(row -> row.failure().map(part).orElse(null));
  }
}
