package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.support.SessionReport;
import dev.duly.backend.support.Signal;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A worker's seat at the file. The number of the next request exists before it is sent and is kept
 * until an answer has come, so that a repeated request is known (rule C10).
 */
final class SqliteSession implements Session {
  // The floor under every signal: polling alone is always correct (rule C7).
  private static final long POLL_NANOS_MAX = 1_000_000_000L;

  private final Writer writer;
  private final CommitWatcher pulse;
  private final Signal signal;
  private final WorkerInfo info;
  private final Runnable left;
  private final SessionReport report = new SessionReport();
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;

  // Guarded by this: claim and settle both claim, though not at the same time.
  private long nextRun = new SecureRandom().nextLong(1L << 52) * ClaimStatements.RUNS_MAX;
  private boolean answerLost;

  SqliteSession(Writer writer, CommitWatcher pulse, Signal signal, WorkerInfo info, Runnable left) {
    this.left = left;
    this.writer = writer;
    this.pulse = pulse;
    this.signal = signal;
    this.info = info;
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    long deadline = System.nanoTime() + waitMax.toNanos();
    while (true) {
      CommitWatcher.Heard heard = pulse.heard();
      Claimed claimed = demands.isEmpty() ? Claimed.NOTHING : claimNow(demands);
      long left = deadline - System.nanoTime();
      if (!claimed.claims().isEmpty() || left <= 0 || closed || awake.getAndSet(false)) {
        return new TurnResult(List.of(), claimed.claims());
      }
      long nanos = Math.min(left, Math.min(poll(), claimed.nextInMillis() * 1_000_000));
      List<Claim> claims = demands.isEmpty() ? await(heard, nanos) : stand(demands, heard, nanos);
      if (!claims.isEmpty()) {
        return new TurnResult(List.of(), claims);
      }
    }
  }

  private List<Claim> await(CommitWatcher.Heard heard, long nanos) {
    pulse.await(heard, nanos);
    return List.of();
  }

  /** Waits likewise, while the writer tries the claim; what that has brought. */
  private synchronized List<Claim> stand(
      List<Demand> demands, CommitWatcher.Heard heard, long nanos) {
    WaitingClaim<List<Claim>> standing =
        new WaitingClaim<>(
            tx -> {
              List<Claim> claims = claim(tx, demands).claims();
              return claims.isEmpty() ? Optional.empty() : Optional.of(claims);
            });
    writer.standings().add(standing);
    try {
      pulse.await(heard, nanos);
    } finally {
      writer.standings().remove(standing);
    }
    try {
      List<Claim> claims = standing.withdraw().orElse(List.of());
      used(claims);
      return claims;
    } catch (RuntimeException e) {
      answerLost = true;
      throw e;
    }
  }

  private static long poll() {
    return ThreadLocalRandom.current().nextLong(POLL_NANOS_MAX / 2, POLL_NANOS_MAX);
  }

  private synchronized Claimed claimNow(List<Demand> demands) {
    Claimed claimed = request("claim", tx -> claim(tx, demands));
    used(claimed.claims());
    return claimed;
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    return report.settle(
        done,
        rows -> next.isEmpty() ? settle(done, rows) : settleAndClaim(done, rows, next),
        rows -> writer.call("a worker's report", tx -> put(tx, rows)));
  }

  private TurnResult settle(List<Settlement> done, SessionReport.Rows rows) {
    return new TurnResult(
        writer.call("settle of " + done.size() + " claims", tx -> settle(tx, done, rows)),
        List.of());
  }

  private List<Outcome> settle(Tx tx, List<Settlement> done, SessionReport.Rows rows)
      throws SQLException {
    List<Outcome> outcomes = SettleStatements.settle(tx, done);
    put(tx, rows);
    return outcomes;
  }

  private boolean put(Tx tx, SessionReport.Rows rows) throws SQLException {
    SqliteStatistics.put(tx, info.worker(), rows);
    return true;
  }

  private synchronized TurnResult settleAndClaim(
      List<Settlement> done, SessionReport.Rows rows, List<Demand> next) {
    try {
      TurnResult turn =
          request(
              "settle of " + done.size() + " claims",
              tx -> new TurnResult(settle(tx, done, rows), claim(tx, next).claims()));
      used(turn.claims());
      return turn;
    } catch (ClaimingFailed e) {
      return new TurnResult(settle(done, rows).outcomes(), List.of(), Optional.of(e));
    }
  }

  private Claimed claim(Tx tx, List<Demand> demands) throws SQLException {
    try {
      List<Claim> claims =
          answerLost
              ? RepeatedClaims.claims(tx, info, nextRun, demands)
              : ClaimStatements.claim(tx, info, nextRun, demands);
      if (claims.isEmpty() && answerLost) {
        claims = ClaimStatements.claim(tx, info, nextRun, demands);
      }
      return claims.isEmpty()
          ? new Claimed(claims, NextDue.inMillis(tx, demands))
          : new Claimed(claims, 0);
    } catch (SQLException | IllegalStateException e) {
      throw new ClaimingFailed(e);
    }
  }

  private <T> T request(String verb, Writer.Work<T> work) {
    try {
      T answer = writer.call(verb, work);
      answerLost = false;
      return answer;
    } catch (RuntimeException e) {
      answerLost = true;
      throw e;
    }
  }

  private void used(List<Claim> claims) {
    if (!claims.isEmpty()) {
      nextRun += ClaimStatements.RUNS_MAX;
    }
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    return running.isEmpty()
        ? List.of()
        : writer.callSoon(
            "extend of " + running.size() + " claims",
            tx -> ExtendStatements.extend(tx, info, running));
  }

  @Override
  public void wake() {
    awake.set(true);
    signal.raise();
  }

  @Override
  public void close() {
    closed = true;
    left.run();
    signal.raise();
  }

  /**
   * What a request brought.
   *
   * @param nextInMillis if nothing, when there may be something
   */
  private record Claimed(List<Claim> claims, long nextInMillis) {
    private static final Claimed NOTHING = new Claimed(List.of(), Long.MAX_VALUE / 1_000_000);
  }

  private static final class ClaimingFailed extends BackendException {
    private ClaimingFailed(Exception cause) {
      super("sqlite: claim failed: " + cause.getMessage(), cause);
    }
  }
}
