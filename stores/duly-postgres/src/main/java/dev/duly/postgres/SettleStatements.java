package dev.duly.postgres;

import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.support.SessionReport;
import dev.duly.job.EncodedJob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The verb settle, for one batch: two statements, one for plain completions, nearly all that there
 * are, and one for everything else. Both say whose claims they are, and change nothing of those
 * that are no longer current.
 */
final class SettleStatements {
  private final List<Settlement> done;
  private final String worker;
  private final SessionReport.Rows report;
  private final TreeMap<Long, Long> completed = new TreeMap<>(); // by claim, the bits of its jobs
  private final SettleRows changes = new SettleRows();
  private final List<Settlement> again =
      new ArrayList<>(); // of a claim that the batch settles twice
  private final Set<PostgresToken> seen = new HashSet<>();
  private final Set<PostgresToken> applied = new HashSet<>();

  /** That of which no session keeps count. */
  SettleStatements(List<Settlement> done) {
    this(done, "", SessionReport.Rows.NONE);
  }

  SettleStatements(List<Settlement> done, String worker, SessionReport.Rows report) {
    this.done = done;
    this.worker = worker;
    this.report = report;
    for (Settlement settlement : done) {
      if (settlement.claim().token() instanceof PostgresToken token) {
        add(settlement, token);
      }
    }
  }

  private void add(Settlement settlement, PostgresToken token) {
    if (!seen.add(token)) {
      again.add(settlement);
    } else if (isPlain(settlement)) {
      completed.merge(token.claim(), token.bit(), (a, b) -> a | b);
    } else {
      changes.add(settlement, token);
    }
  }

  private static boolean isPlain(Settlement settlement) {
    return settlement instanceof Complete c
        && c.result().isEmpty()
        && c.then().isEmpty()
        && c.notes().isEmpty();
  }

  /** The same, of which nothing has been read yet. */
  SettleStatements anew() {
    return new SettleStatements(done, worker, report);
  }

  String verb() {
    return "settle of " + done.size() + " claims";
  }

  /** Whether there is anything to write about it in the session's report. */
  boolean isReported() {
    return !report.isEmpty();
  }

  void bindReport(Values values, Db db) throws SQLException {
    PostgresStatistics.bind(values, db, worker, report);
  }

  /** Whether it needs more than what one go of statements can do. */
  boolean isInvolved() {
    return done.stream().anyMatch(s -> !s.then().isEmpty() || !s.notes().isEmpty());
  }

  /** Its statements, of those that it needs. */
  List<String> statements() {
    List<String> names = new ArrayList<>(2);
    if (!completed.isEmpty()) {
      names.add("settle_complete");
    }
    if (!changes.isEmpty()) {
      names.add("settle");
    }
    return names;
  }

  void bind(Values values, Db db) throws SQLException {
    if (!completed.isEmpty()) {
      values
          .longs("completed_tokens", completed.keySet().stream().mapToLong(t -> t).toArray())
          .longs("completed_jobs", completed.values().stream().mapToLong(t -> t).toArray())
          .number("now", db.now());
    }
    if (!changes.isEmpty()) {
      changes.bind(values, db);
    }
  }

  /** Reads the answers of its statements, and goes on to whatever comes after them. */
  void read(PreparedStatement statement) throws SQLException {
    if (!completed.isEmpty()) {
      TreeMap<Long, Long> ours = new TreeMap<>();
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          ours.put(row.getLong(1), row.getLong(2));
        }
      }
      for (PostgresToken token : seen) {
        if ((ours.getOrDefault(token.claim(), 0L) & token.bit()) != 0) {
          applied.add(token);
        }
      }
      statement.getMoreResults();
    }
    if (!changes.isEmpty()) {
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          applied.add(new PostgresToken(row.getLong(2), row.getLong(1)));
        }
      }
      statement.getMoreResults();
    }
  }

  /** The follow-up jobs of what has been applied. */
  List<EncodedJob> then() {
    List<EncodedJob> then = new ArrayList<>();
    for (Settlement settlement : done) {
      if (isApplied(settlement)) {
        then.addAll(settlement.then());
      }
    }
    return then;
  }

  /** What the handlers of what has been applied said. */
  NoteStatements notes() {
    NoteStatements notes = new NoteStatements();
    for (Settlement settlement : done) {
      if (isApplied(settlement) && settlement.claim().token() instanceof PostgresToken token) {
        notes.add(token, settlement.notes());
      }
    }
    return notes;
  }

  /**
   * Of everything, after the statements were committed; asks for what they did not change.
   *
   * @param next what was claimed in the same go
   */
  List<Outcome> outcomes(Db db, Optional<ClaimRequest> next) throws SQLException {
    List<Settlement> unchanged = unchanged();
    Set<Settlement> before = unchanged.isEmpty() ? Set.of() : appliedBefore(db, unchanged, next);
    return done.stream()
        .map(s -> isApplied(s) || before.contains(s) ? Outcome.APPLIED : Outcome.LOST)
        .toList();
  }

  private boolean isApplied(Settlement settlement) {
    return applied.contains(settlement.claim().token()) && !isAgain(settlement);
  }

  private boolean isAgain(Settlement settlement) {
    return again.stream().anyMatch(s -> s == settlement);
  }

  private List<Settlement> unchanged() {
    return done.stream()
        .filter(s -> s.claim().token() instanceof PostgresToken && !isApplied(s))
        .toList();
  }

  /** Those that had been applied when they came (rule S2). */
  private static Set<Settlement> appliedBefore(
      Db db, List<Settlement> unchanged, Optional<ClaimRequest> next) throws SQLException {
    List<PostgresToken> tokens =
        unchanged.stream().map(s -> (PostgresToken) s.claim().token()).toList();
    Values find =
        db.prepare("settled")
            .number("first_token", next.map(ClaimRequest::firstToken).orElse(0L))
            .number("last_token", next.map(ClaimRequest::lastToken).orElse(-1L))
            .longs("tokens", tokens.stream().mapToLong(PostgresToken::claim).toArray())
            .longs("seqs", tokens.stream().mapToLong(PostgresToken::seq).toArray())
            .texts(
                "verbs",
                new ArrayList<@Nullable String>(unchanged.stream().map(Settlement::verb).toList()));
    Set<Settlement> before = new HashSet<>();
    try (ResultSet row = find.query()) {
      while (row.next()) {
        before.add(unchanged.get(row.getInt(1)));
      }
    }
    return before;
  }
}
