package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.JobState;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The verb claim, for one request. From each lane of a demand: first what lost its lease, then the
 * head of the waiting jobs. What was selected is cut into runs, jobs close together in the table,
 * and each run is taken by one update over its range and gets one claim row, whose number is the
 * token: that is three times cheaper than a row each.
 *
 * <p>The numbers of a request's runs follow one another from the number that the session chose, so
 * that a repeated request is known by them (rule C10).
 */
final class ClaimStatements {
  /** So many jobs, and therefore runs and numbers, a request can bring. */
  static final int RUNS_MAX = 1_024;

  // A wider gap would make the update read more strangers than a claim row costs.
  private static final int GAP_MAX = 16;

  // Runs are cut by row; claims are handed out in the order their jobs became due.
  private static final Comparator<Claim> BY_ROW =
      Comparator.comparingLong(c -> ((SqliteToken) c.ref().token()).seq());
  private static final Comparator<Claim> IN_ORDER =
      Comparator.<Claim, Instant>comparing(c -> c.job().scheduledAt()).thenComparing(BY_ROW);

  private final Tx tx;
  private final WorkerInfo info;
  private final long firstRun;
  private final List<Claim> claims = new ArrayList<>();
  private int runs;

  private ClaimStatements(Tx tx, WorkerInfo info, long firstRun) {
    this.tx = tx;
    this.info = info;
    this.firstRun = firstRun;
  }

  static List<Claim> claim(Tx tx, WorkerInfo info, long firstRun, List<Demand> demands)
      throws SQLException {
    ClaimStatements claiming = new ClaimStatements(tx, info, firstRun);
    Set<Long> overdue = overdueLanes(tx);
    for (Demand demand : demands) {
      claiming.serve(demand, overdue);
    }
    return claiming.claims;
  }

  private void serve(Demand demand, Set<Long> overdue) throws SQLException {
    int left = Math.min(demand.max(), RUNS_MAX - claims.size());
    for (String queue : demand.queues()) {
      if (left == 0) {
        return;
      }
      Map<Priority, Lane> lanes = openLanes(tx, queue);
      for (Priority level : demand.levels()) {
        Lane lane = lanes.get(level);
        if (lane != null && left > 0) {
          left -= overdue.contains(lane.number()) ? retake(demand.pool(), lane, left) : 0;
          left -= take(demand.pool(), lane, left);
        }
      }
    }
  }

  private int take(String pool, Lane lane, int max) throws SQLException {
    if (max == 0) {
      return 0;
    }
    PreparedStatement due = tx.prepare("claim_due");
    due.setLong(1, lane.number());
    due.setLong(2, tx.now);
    due.setInt(3, max);
    JobRow.Kind seen = tx.db.kindSeen();
    seen.bind(due, 4);
    List<JobRow> rows = rows(due, lane, seen);
    if (rows.isEmpty()) {
      return 0;
    }
    JobRow last = rows.get(rows.size() - 1);
    tx.db.saw(last.kind());
    rows.sort(Comparator.comparingLong(JobRow::seq));
    List<Claim> taken = new ArrayList<>(rows.size());
    for (int from = 0; from < rows.size(); ) {
      int to = from + 1;
      while (to < rows.size() && rows.get(to).seq() - rows.get(to - 1).seq() <= GAP_MAX) {
        to++;
      }
      taken.addAll(takeRun(rows.subList(from, to), lane, last, pool));
      from = to;
    }
    taken.sort(IN_ORDER);
    claims.addAll(taken);
    tx.move(lane.queue(), JobState.WAITING, JobState.RUNNING, taken.size());
    return taken.size();
  }

  private List<Claim> takeRun(List<JobRow> run, Lane lane, JobRow last, String pool)
      throws SQLException {
    long token = openRun(run, lane);
    PreparedStatement take = tx.prepare("claim_take");
    take.setLong(1, token);
    take.setLong(2, tx.now);
    take.setString(3, info.worker());
    take.setLong(4, run.get(0).seq());
    take.setLong(5, run.get(run.size() - 1).seq());
    take.setLong(6, lane.number());
    take.setLong(7, last.job().scheduledAt().toEpochMilli());
    take.setLong(8, last.seq());
    requireAll(run, take.executeUpdate());
    return claimed(token, run, pool);
  }

  /**
   * The first of all that lost their lease, by row: of each run that is its head, so that it can be
   * taken as a range.
   */
  private int retake(String pool, Lane lane, int max) throws SQLException {
    List<JobRow> lost = new ArrayList<>();
    Map<Long, List<JobRow>> byRun = new LinkedHashMap<>();
    Map<Long, Long> runOf = new HashMap<>();
    for (ClaimRow run : overdue(lane)) {
      for (JobRow row : run.held(tx, max)) {
        lost.add(row);
        runOf.put(row.seq(), run.token());
      }
    }
    lost.sort(Comparator.comparingLong(JobRow::seq));
    for (JobRow row : lost.subList(0, Math.min(max, lost.size()))) {
      byRun.computeIfAbsent(runOf.get(row.seq()), run -> new ArrayList<>()).add(row);
    }
    List<Claim> taken = new ArrayList<>();
    for (Map.Entry<Long, List<JobRow>> run : byRun.entrySet()) {
      taken.addAll(retake(run.getKey(), run.getValue(), lane, pool));
    }
    taken.sort(BY_ROW);
    for (Claim claim : taken) {
      if (tx.isPaused(claim.job().type())) {
        giveBack(claim);
      } else {
        claims.add(claim);
      }
    }
    return taken.size();
  }

  /** Its lease is lost like any other's, and it goes to wait where its type does. */
  private void giveBack(Claim claim) throws SQLException {
    Settlement back = new Settlement.Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN);
    Outcome outcome = SettleStatements.settle(tx, List.of(back)).get(0);
    if (outcome != Outcome.APPLIED) {
      throw new IllegalStateException(claim.job().id() + " was taken and cannot be given back");
    }
  }

  private List<ClaimRow> overdue(Lane lane) throws SQLException {
    PreparedStatement overdue = tx.prepare("claim_overdue");
    overdue.setLong(1, tx.now);
    overdue.setLong(2, lane.number());
    List<ClaimRow> runs = new ArrayList<>();
    try (ResultSet row = overdue.executeQuery()) {
      while (row.next()) {
        runs.add(new ClaimRow(row.getLong(1), row.getLong(2), row.getLong(3), lane));
      }
    }
    return runs;
  }

  private List<Claim> retake(long old, List<JobRow> rows, Lane lane, String pool)
      throws SQLException {
    long lo = rows.get(0).seq();
    long hi = rows.get(rows.size() - 1).seq();
    PreparedStatement lost = tx.prepare("claim_lost");
    lost.setLong(1, tx.now);
    lost.setLong(2, lo);
    lost.setLong(3, hi);
    lost.setLong(4, old);
    requireAll(rows, lost.executeUpdate());
    long token = openRun(rows, lane);
    PreparedStatement retake = tx.prepare("claim_retake");
    retake.setLong(1, token);
    retake.setLong(2, tx.now);
    retake.setString(3, info.worker());
    retake.setLong(4, lo);
    retake.setLong(5, hi);
    retake.setLong(6, old);
    requireAll(rows, retake.executeUpdate());
    ClaimRow.close(tx, old, rows.size());
    return claimed(token, rows.stream().map(JobRow::afterLostLease).toList(), pool);
  }

  private long openRun(List<JobRow> run, Lane lane) throws SQLException {
    long token = firstRun + runs++;
    PreparedStatement open = tx.prepare("claim_open");
    open.setLong(1, token);
    open.setLong(2, run.get(0).seq());
    open.setLong(3, run.get(run.size() - 1).seq());
    open.setLong(4, lane.number());
    open.setInt(5, run.size());
    open.setLong(6, tx.now + info.lease().toMillis());
    open.setString(7, info.worker());
    open.executeUpdate();
    return token;
  }

  private List<Claim> claimed(long token, List<JobRow> run, String pool) {
    Instant now = Instant.ofEpochMilli(tx.now);
    List<Claim> claimed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      SqliteToken its = new SqliteToken(token, run.get(i).seq(), i);
      claimed.add(run.get(i).claimedOnceMore().claimed(its, pool, now, info.lease()));
    }
    return claimed;
  }

  /**
   * The update reads the same rows as the select before it, or something is wrong with the file or
   * with us.
   */
  private static void requireAll(List<JobRow> rows, int changed) {
    if (changed != rows.size()) {
      throw new IllegalStateException("selected " + rows.size() + " jobs, took " + changed);
    }
  }

  static Map<Priority, Lane> openLanes(Tx tx, String queue) throws SQLException {
    PreparedStatement find = tx.prepare("queue_lanes");
    find.setString(1, queue);
    Map<Priority, Lane> lanes = new HashMap<>(4);
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        Priority level = Priority.of(row.getString(2));
        lanes.put(level, new Lane(row.getLong(1), queue, level));
      }
    }
    return lanes;
  }

  static List<JobRow> rows(PreparedStatement select, Lane lane, JobRow.Kind seen)
      throws SQLException {
    List<JobRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(JobRow.read(row, lane, seen));
      }
    }
    return rows;
  }

  private static Set<Long> overdueLanes(Tx tx) throws SQLException {
    PreparedStatement find = tx.prepare("claim_overdue_lanes");
    find.setLong(1, tx.now);
    Set<Long> lanes = new HashSet<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        lanes.add(row.getLong(1));
      }
    }
    return lanes;
  }

  /**
   * A claim row: the jobs of one lane, close together, that one claim took.
   *
   * @param token names it; its jobs carry the same number
   * @param lo its first job's row
   * @param hi its last job's row
   */
  record ClaimRow(long token, long lo, long hi, Lane lane) {

    /** Its jobs that are still running, by row, at most so many. */
    List<JobRow> held(Tx tx, int max) throws SQLException {
      PreparedStatement held = tx.prepare("claim_held");
      held.setLong(1, lo);
      held.setLong(2, hi);
      held.setLong(3, token);
      held.setInt(4, max);
      return ClaimStatements.rows(held, lane, JobRow.Kind.NONE);
    }

    /** So many of its jobs are no longer its own; the last one ends it. */
    static void close(Tx tx, long token, int jobs) throws SQLException {
      PreparedStatement close = tx.prepare("claim_close");
      close.setInt(1, jobs);
      close.setLong(2, token);
      close.executeUpdate();
      PreparedStatement end = tx.prepare("claim_end");
      end.setLong(1, token);
      end.executeUpdate();
    }
  }
}
