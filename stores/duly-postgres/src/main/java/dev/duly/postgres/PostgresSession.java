package dev.duly.postgres;

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
import dev.duly.backend.support.FollowUps;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.RepeatableRequest;
import dev.duly.backend.support.SessionReport;
import dev.duly.backend.support.Signal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A worker's session with the database. The number of the next request exists before it is sent and
 * is kept until an answer has come, so that a repeated request is known (rule C10).
 */
final class PostgresSession implements Session {
  private static final int SLOW_MICROS = 10_000; // of a claim
  private static final long NOTHING_DUE_MILLIS = 60_000;

  private final Store store;
  private final EnqueueStatements enqueueing;
  private final NotificationListener listener;
  private final Runnable ended;
  private final PollInterval pollInterval = new PollInterval();
  private final WorkerInfo info;
  private final Runnable onClose;
  private final LongPoll<Long, Claim> longPoll;

  // Guarded by this: claim and settle both claim, though not at the same time.
  private final RepeatableRequest numbers = RepeatableRequest.random(ClaimRequest.JOBS_MAX);
  private final LookbackWindow window = new LookbackWindow(System::nanoTime, SLOW_MICROS);
  private final SessionReport report = new SessionReport();

  /**
   * What a session has of its backend.
   *
   * @param ended told when an awaited job is over
   */
  record Parts(
      Store store,
      EnqueueStatements enqueueing,
      NotificationListener listener,
      Signal signal,
      Runnable ended) {}

  PostgresSession(Parts parts, WorkerInfo info, Runnable onClose) {
    this.store = parts.store();
    this.enqueueing = parts.enqueueing();
    this.listener = parts.listener();
    this.ended = parts.ended();
    this.info = info;
    this.onClose = onClose;
    this.longPoll = LongPoll.on(parts.signal());
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    boolean wantsAny = !demands.isEmpty();
    listenIf(waitMax);
    return new TurnResult(
        List.of(),
        longPoll.poll(
            waitMax,
            () -> wantsAny ? claimNow(demands) : List.of(),
            () -> wantsAny ? untilNextLook(demands) : Long.MAX_VALUE));
  }

  /** Who waits hears; of a cancel, too, though there is no room for more jobs. */
  private void listenIf(Duration waitMax) {
    if (!waitMax.isZero()) {
      listener.listen();
    }
  }

  private long untilNextLook(List<Demand> demands) {
    long due = store.call("claim", db -> nextDueMillis(db, demands)) * 1_000_000;
    return Math.min(pollInterval.nanos(listener.hears()), due);
  }

  /** At least 1. */
  private long nextDueMillis(Db db, List<Demand> demands) throws SQLException {
    List<String> queues = request(demands).queues();
    try (ResultSet row =
        db.prepare("next_due")
            .texts("queues", new ArrayList<>(queues))
            .number("now", db.now())
            .query()) {
      row.next();
      long next = row.getLong(1);
      return row.wasNull() ? NOTHING_DUE_MILLIS : Math.max(1, next);
    }
  }

  private ClaimRequest request(List<Demand> demands) {
    return new ClaimRequest(info, numbers.number(), demands, window);
  }

  private synchronized List<Claim> claimNow(List<Demand> demands) {
    ClaimRequest request = request(demands);
    boolean again = numbers.isRepeated();
    List<Claim> claims = numbers.send(() -> store.call("claim", db -> claim(db, request, again)));
    used(claims);
    return claims;
  }

  private void used(List<Claim> claims) {
    if (!claims.isEmpty()) {
      pollInterval.found();
    }
    numbers.answered(claims);
  }

  /** A request that may have been answered before gets the same answer. */
  private static List<Claim> claim(Db db, ClaimRequest request, boolean again) throws SQLException {
    List<Claim> before = again ? held(db, request) : List.of();
    if (!before.isEmpty()) {
      return before;
    }
    Values both = db.together(List.of("claim", "held"));
    request.bind(both, db);
    both.execute();
    return readClaims(both.statement(), request);
  }

  private static List<Claim> held(Db db, ClaimRequest request) throws SQLException {
    Values held = db.prepare("held");
    request.bindTokens(held);
    try (ResultSet row = held.query()) {
      return HeldRow.claims(row, request);
    }
  }

  private static List<Claim> readClaims(PreparedStatement statement, ClaimRequest request)
      throws SQLException {
    int micros;
    try (ResultSet took = statement.getResultSet()) {
      took.next();
      micros = took.getInt(1);
    }
    statement.getMoreResults();
    try (ResultSet row = statement.getResultSet()) {
      List<Claim> claims = HeldRow.claims(row, request);
      request.window().saw(claims, micros);
      return claims;
    }
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    TurnResult turn =
        report.settle(
            done,
            rows -> settle(new SettleStatements(done, info.worker(), rows), next),
            rows ->
                store.call(
                    "a worker's report", db -> PostgresStatistics.put(db, info.worker(), rows)));
    if (done.stream().anyMatch(Settlement::isAwaitedEnd)) {
      ended.run();
    }
    return turn;
  }

  private TurnResult settle(SettleStatements settling, List<Demand> next) {
    if (next.isEmpty()) {
      return new TurnResult(settle(settling), List.of());
    }
    synchronized (this) {
      return settleAndClaim(settling, request(next));
    }
  }

  private List<Outcome> settle(SettleStatements settling) {
    return settling.isInvolved()
        ? store.transaction(settling.verb(), db -> settleInvolved(db, settling, enqueueing))
        : store.call(settling.verb(), db -> settlePlain(db, settling, Optional.empty()).outcomes());
  }

  private TurnResult settleAndClaim(SettleStatements settling, ClaimRequest request) {
    if (settling.isInvolved() || numbers.isRepeated()) {
      List<Outcome> outcomes = settle(settling);
      try {
        return new TurnResult(outcomes, claimNow(request.demands()));
      } catch (BackendException e) {
        return new TurnResult(outcomes, List.of(), Optional.of(e));
      }
    }
    try {
      TurnResult turn =
          numbers.send(
              () ->
                  store.call(
                      settling.verb(), db -> settlePlain(db, settling, Optional.of(request))));
      used(turn.claims());
      return turn;
    } catch (BackendException e) {
      if (PostgresErrors.isOfTheConnection(e)) {
        throw e;
      }
      return new TurnResult(settle(settling.anew()), List.of(), Optional.of(e));
    }
  }

  /** In one go, which commits as a whole. */
  private static TurnResult settlePlain(
      Db db, SettleStatements settling, Optional<ClaimRequest> request) throws SQLException {
    List<String> names = new ArrayList<>(settling.statements());
    request.ifPresent(r -> names.addAll(List.of("claim", "held")));
    if (names.isEmpty()) {
      return new TurnResult(settling.outcomes(db, request), List.of());
    }
    if (settling.isReported()) {
      names.add("report_put"); // last, since nothing is read of it
    }
    Values values = db.together(names);
    PreparedStatement all = values.statement();
    settling.bind(values, db);
    if (request.isPresent()) {
      request.get().bind(values, db);
    }
    if (settling.isReported()) {
      settling.bindReport(values, db);
    }
    values.execute();
    settling.read(all);
    List<Claim> claims = request.isPresent() ? readClaims(all, request.get()) : List.of();
    return new TurnResult(settling.outcomes(db, request), claims);
  }

  /** In the transaction that the connection is in. */
  static List<Outcome> settleInvolved(
      Db db, SettleStatements settling, EnqueueStatements enqueueing) throws SQLException {
    List<Outcome> outcomes = settlePlain(db, settling, Optional.empty()).outcomes();
    if (!settling.then().isEmpty()) {
      FollowUps.warn(settling.then(), enqueueing.enqueueWithin(db, settling.then()));
    }
    settling.notes().put(db);
    return outcomes;
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    String verb = "extend of " + running.size() + " claims";
    if (running.isEmpty()) {
      return List.of();
    } else if (running.stream().allMatch(extension -> extension.notes().isEmpty())) {
      return store.callAgain(verb, db -> ExtendStatements.extend(db, info, running));
    }
    return store.transaction(verb, db -> ExtendStatements.extend(db, info, running));
  }

  @Override
  public void wake() {
    longPoll.wake();
  }

  @Override
  public void close() {
    longPoll.close();
    onClose.run();
  }

  /**
   * How long a claim that found nothing sleeps before it looks again: the floor under every signal,
   * since polling alone is always correct (rule C7). While announcements are heard it is half a
   * second to a second; else 5 to 10 ms for a second after something was found, and 50 to 100 ms
   * after that. Jittered, so that workers do not all ask at once. Thread-safe.
   */
  private static final class PollInterval {
    private static final long HEARING_NANOS = 1_000_000_000;
    private static final long DEAF_NANOS = 100_000_000;
    private static final long BUSY_NANOS = 10_000_000;
    private static final long BUSY_FOR_NANOS = 1_000_000_000;

    private volatile long foundNanos = System.nanoTime() - BUSY_FOR_NANOS;

    /** A claim has brought something. */
    void found() {
      foundNanos = System.nanoTime();
    }

    long nanos(boolean hears) {
      boolean busy = System.nanoTime() - foundNanos < BUSY_FOR_NANOS;
      long most = hears ? HEARING_NANOS : busy ? BUSY_NANOS : DEAF_NANOS;
      return ThreadLocalRandom.current().nextLong(most / 2, most);
    }
  }
}
