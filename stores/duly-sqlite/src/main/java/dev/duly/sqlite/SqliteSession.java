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
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.RepeatableRequest;
import dev.duly.backend.support.SessionReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A worker's session with the file. The number of the next request exists before it is sent and is
 * kept until an answer has come, so that a repeated request is known (rule C10).
 */
final class SqliteSession implements Session {
  // The floor under every signal: polling alone is always correct (rule C7).
  private static final long POLL_NANOS_MAX = 1_000_000_000L;

  private final Writer writer;
  private final WorkerInfo info;
  private final Runnable onClose;
  private final LongPoll<CommitWatcher.Heard, Claim> longPoll;
  private final CommitWatcher commits;
  private final SessionReport report = new SessionReport();

  // Guarded by this: claim and settle both claim, though not at the same time.
  private final RepeatableRequest request = RepeatableRequest.random(ClaimRuns.MAX);
  private long nextInMillis; // when there may be something, after a claim in vain

  SqliteSession(Writer writer, CommitWatcher commits, WorkerInfo info, Runnable onClose) {
    this.writer = writer;
    this.commits = commits;
    this.info = info;
    this.onClose = onClose;
    this.longPoll = commits.longPoll();
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    return new TurnResult(
        List.of(),
        demands.isEmpty()
            ? longPoll.poll(waitMax, List::of, SqliteSession::poll)
            : longPoll.poll(
                waitMax,
                () -> claimNow(demands),
                this::untilNextLook,
                (heard, nanosMax) -> waitWithClaim(demands, heard, nanosMax)));
  }

  /** Waits, while the writer tries the claim; what that has brought. */
  private synchronized List<Claim> waitWithClaim(
      List<Demand> demands, CommitWatcher.Heard heard, long nanosMax) {
    WaitingClaim<List<Claim>> waiting =
        new WaitingClaim<>(
            tx -> {
              List<Claim> claims = claim(tx, demands, false).claims();
              return claims.isEmpty() ? Optional.empty() : Optional.of(claims);
            });
    writer.waitingClaims().add(waiting);
    try {
      commits.await(heard, nanosMax);
    } finally {
      writer.waitingClaims().remove(waiting);
    }
    List<Claim> claims = request.send(() -> waiting.withdraw().orElse(List.of()));
    request.answered(claims);
    return claims;
  }

  private synchronized long untilNextLook() {
    return Math.min(poll(), nextInMillis * 1_000_000);
  }

  private static long poll() {
    return ThreadLocalRandom.current().nextLong(POLL_NANOS_MAX / 2, POLL_NANOS_MAX);
  }

  private synchronized List<Claim> claimNow(List<Demand> demands) {
    boolean again = request.isRepeated();
    Claimed claimed = request.send(() -> writer.call("claim", tx -> claim(tx, demands, again)));
    request.answered(claimed.claims());
    nextInMillis = claimed.nextInMillis();
    return claimed.claims();
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
    boolean again = request.isRepeated();
    String verb = "settle of " + done.size() + " claims";
    try {
      TurnResult turn =
          request.send(
              () ->
                  writer.call(
                      verb,
                      tx ->
                          new TurnResult(settle(tx, done, rows), claim(tx, next, again).claims())));
      request.answered(turn.claims());
      return turn;
    } catch (ClaimingFailed e) {
      return new TurnResult(settle(done, rows).outcomes(), List.of(), Optional.of(e));
    }
  }

  /**
   * Claims in the writer's transaction.
   *
   * @param again whether the request may have been answered before
   */
  private Claimed claim(Tx tx, List<Demand> demands, boolean again) throws SQLException {
    long first = request.number();
    try {
      List<Claim> claims =
          again ? RepeatedClaims.claims(tx, info, first, demands) : List.<Claim>of();
      if (claims.isEmpty()) {
        claims = ClaimStatements.claim(tx, info, first, demands);
      }
      return new Claimed(claims, claims.isEmpty() ? NextDue.inMillis(tx, demands) : 0);
    } catch (SQLException | IllegalStateException e) {
      throw new ClaimingFailed(e);
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
    longPoll.wake();
  }

  @Override
  public void close() {
    onClose.run();
    longPoll.close();
  }

  /**
   * What a request brought.
   *
   * @param nextInMillis if nothing, when there may be something
   */
  private record Claimed(List<Claim> claims, long nextInMillis) {}

  private static final class ClaimingFailed extends BackendException {
    private ClaimingFailed(Exception cause) {
      super("sqlite: claim failed: " + cause.getMessage(), cause);
    }
  }
}
