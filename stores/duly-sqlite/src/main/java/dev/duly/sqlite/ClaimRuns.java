package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.JobState;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one request. What was selected is cut into runs, jobs close together in the table,
 * and each run is taken by one update over its range and gets one claim row, whose number is the
 * token: that is three times cheaper than a row each.
 *
 * <p>The numbers of a request's runs follow one another from the number that the session chose, so
 * that a repeated request is known by them (rule C10).
 */
final class ClaimRuns {
  /** So many jobs, and therefore runs and numbers, a request can bring. */
  static final int MAX = 1_024;

  // A wider gap would make the update read more strangers than a claim row costs.
  private static final int GAP_MAX = 16;

  // Runs are cut by row; claims are handed out in the order their jobs became due.
  private static final Comparator<Claim> BY_ROW =
      Comparator.comparingLong(c -> ((SqliteToken) c.ref().token()).seq());
  private static final Comparator<Claim> IN_ORDER =
      Comparator.<Claim, Instant>comparing(c -> c.job().scheduledAt()).thenComparing(BY_ROW);

  private final Tx tx;
  private final WorkerInfo info;
  private final long first;
  private int opened;

  ClaimRuns(Tx tx, WorkerInfo info, long first) {
    this.tx = tx;
    this.info = info;
    this.first = first;
  }

  /** The head of a lane. */
  List<Claim> take(Terms terms, Lane lane, int max) throws SQLException {
    if (max == 0) {
      return List.of();
    }
    PreparedStatement due = tx.prepare("claim_due");
    due.setLong(1, lane.number());
    due.setLong(2, tx.now);
    due.setInt(3, max);
    JobRow.Kind seen = tx.db.kindSeen();
    seen.bind(due, 4);
    List<JobRow> rows = JobRow.all(due, lane, seen);
    if (rows.isEmpty()) {
      return List.of();
    }
    JobRow last = rows.get(rows.size() - 1);
    tx.db.saw(last.kind());
    List<Claim> taken = new ArrayList<>(rows.size());
    for (List<JobRow> run : cut(rows)) {
      taken.addAll(takeRun(run, lane, last, terms));
    }
    taken.sort(IN_ORDER);
    tx.move(lane.queue(), JobState.WAITING, JobState.RUNNING, taken.size());
    return taken;
  }

  /** By row, and close together. */
  private static List<List<JobRow>> cut(List<JobRow> rows) {
    rows.sort(Comparator.comparingLong(JobRow::seq));
    List<List<JobRow>> runs = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int to = from + 1;
      while (to < rows.size() && rows.get(to).seq() - rows.get(to - 1).seq() <= GAP_MAX) {
        to++;
      }
      runs.add(rows.subList(from, to));
      from = to;
    }
    return runs;
  }

  private List<Claim> takeRun(List<JobRow> run, Lane lane, JobRow last, Terms terms)
      throws SQLException {
    long token = open(run, lane, terms);
    PreparedStatement take = tx.prepare("claim_take");
    take.setLong(1, token);
    take.setLong(2, tx.now);
    take.setString(3, info.worker());
    take.setLong(4, run.get(0).seq());
    take.setLong(5, run.get(run.size() - 1).seq());
    take.setLong(6, lane.number());
    take.setLong(7, last.job().scheduledAt().toEpochMilli());
    take.setLong(8, last.seq());
    ClaimRow.requireAll(run.size(), take.executeUpdate());
    return claimed(token, run, terms);
  }

  /** Exactly these jobs of a lane, by row. */
  List<Claim> takeThese(Terms terms, Lane lane, List<JobRow> rows) throws SQLException {
    List<Claim> taken = new ArrayList<>(rows.size());
    for (List<JobRow> run : cut(rows)) {
      long token = open(run, lane, terms);
      PreparedStatement take = tx.prepare("turn_take");
      take.setLong(1, token);
      take.setLong(2, tx.now);
      take.setString(3, info.worker());
      take.setString(4, run.stream().map(JobRow::seq).toList().toString());
      ClaimRow.requireAll(run.size(), take.executeUpdate());
      taken.addAll(claimed(token, run, terms));
    }
    tx.move(lane.queue(), JobState.WAITING, JobState.RUNNING, taken.size());
    return taken;
  }

  /**
   * The first of all that lost their lease, by row: of each run that is its head, so that it can be
   * taken as a range.
   */
  List<Claim> retake(Terms terms, Lane lane, int max) throws SQLException {
    List<JobRow> lost = new ArrayList<>();
    Map<ClaimRow, List<JobRow>> byRun = new LinkedHashMap<>();
    Map<Long, ClaimRow> runOf = new HashMap<>();
    for (ClaimRow run : ClaimRow.overdue(tx, lane)) {
      for (JobRow row : run.held(tx, max)) {
        lost.add(row);
        runOf.put(row.seq(), run);
      }
    }
    lost.sort(Comparator.comparingLong(JobRow::seq));
    for (JobRow row : lost.subList(0, Math.min(max, lost.size()))) {
      ClaimRow run = runOf.get(row.seq());
      if (run != null) {
        byRun.computeIfAbsent(run, its -> new ArrayList<>()).add(row);
      }
    }
    List<Claim> taken = new ArrayList<>();
    for (Map.Entry<ClaimRow, List<JobRow>> run : byRun.entrySet()) {
      taken.addAll(retake(run.getKey(), run.getValue(), terms));
    }
    taken.sort(BY_ROW);
    return taken;
  }

  /** Those of paused types are given back. */
  List<Claim> withoutPaused(List<Claim> taken) throws SQLException {
    List<Claim> claims = new ArrayList<>(taken.size());
    for (Claim claim : taken) {
      if (tx.isPaused(claim.job().type())) {
        giveBack(claim);
      } else {
        claims.add(claim);
      }
    }
    return claims;
  }

  private List<Claim> retake(ClaimRow old, List<JobRow> rows, Terms terms) throws SQLException {
    long lo = rows.get(0).seq();
    long hi = rows.get(rows.size() - 1).seq();
    ClaimRow.requireAll(rows.size(), old.remember(tx, lo, hi));
    long token = open(rows, old.lane(), terms);
    PreparedStatement retake = tx.prepare("claim_retake");
    retake.setLong(1, token);
    retake.setLong(2, tx.now);
    retake.setString(3, info.worker());
    retake.setLong(4, lo);
    retake.setLong(5, hi);
    retake.setLong(6, old.token());
    ClaimRow.requireAll(rows.size(), retake.executeUpdate());
    ClaimRow.close(tx, old.token(), rows.size());
    return claimed(token, rows.stream().map(JobRow::afterLostLease).toList(), terms);
  }

  /** Its lease is lost like any other's, and it goes to wait where its type does. */
  private void giveBack(Claim claim) throws SQLException {
    Settlement back = new Settlement.Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN);
    Outcome outcome = SettleStatements.settle(tx, List.of(back)).get(0);
    if (outcome != Outcome.APPLIED) {
      throw new IllegalStateException(claim.job().id() + " was taken and cannot be given back");
    }
  }

  private long open(List<JobRow> run, Lane lane, Terms terms) throws SQLException {
    long token = first + opened++;
    PreparedStatement open = tx.prepare(terms.isLimited() ? "claim_open_limited" : "claim_open");
    open.setLong(1, token);
    open.setLong(2, run.get(0).seq());
    open.setLong(3, run.get(run.size() - 1).seq());
    open.setLong(4, lane.number());
    open.setInt(5, run.size());
    open.setLong(6, tx.now + info.lease().toMillis());
    open.setString(7, info.worker());
    if (terms.isLimited()) {
      open.setObject(8, terms.queueLimit());
      open.setObject(9, terms.keyLimit());
      open.setString(10, terms.key());
    }
    open.executeUpdate();
    return token;
  }

  private List<Claim> claimed(long token, List<JobRow> run, Terms terms) {
    Instant now = Instant.ofEpochMilli(tx.now);
    List<Claim> claimed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      SqliteToken its = new SqliteToken(token, run.get(i).seq(), i, terms.isGated());
      claimed.add(run.get(i).claimedOnceMore().claimed(its, terms.pool(), now, info.lease()));
    }
    return claimed;
  }
}
