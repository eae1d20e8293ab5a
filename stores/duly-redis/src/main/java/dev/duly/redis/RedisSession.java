package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.RepeatableRequest;
import dev.duly.backend.support.SessionReport;
import dev.duly.redis.TurnPlan.Round;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A worker's session with Redis. A queue is asked for all that is wanted of it in one script,
 * settling and claiming together; a demand for several queues asks one after the other.
 */
final class RedisSession implements Session {
  private static final long POLL_NANOS_MAX = 1_000_000_000;

  private final RedisTurn.Parts parts;
  private final NotificationListener listener;
  private final Runnable onClose;
  private final LongPoll<Long, Claim> longPoll;
  private final SessionReport report = new SessionReport();

  // Guarded by this: claim and settle both claim, though not at the same time.
  private final long number = new SecureRandom().nextLong();
  private final RepeatableRequest turns = RepeatableRequest.counted();
  private long nextMillis = -1;

  RedisSession(RedisTurn.Parts parts, NotificationListener listener, Runnable onClose) {
    this.parts = parts;
    this.listener = listener;
    this.onClose = onClose;
    this.longPoll = listener.longPoll();
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    if (!waitMax.isZero()) {
      listener.listen(); // of a cancel, too, though there is no room for more jobs
    }
    return new TurnResult(
        List.of(),
        demands.isEmpty()
            ? longPoll.poll(waitMax, List::of, () -> Long.MAX_VALUE)
            : longPoll.poll(waitMax, () -> claimNow(demands), this::untilNextLook));
  }

  private List<Claim> claimNow(List<Demand> demands) {
    TurnPlan plan = TurnPlan.of(List.of(), Set.of(), demands, false);
    return claim(new RedisTurn(parts, List.of(), SessionReport.Rows.NONE), plan.claiming());
  }

  private synchronized List<Claim> claim(RedisTurn turn, List<Round> rounds) {
    boolean again = turns.isRepeated();
    RedisTurn.Marks marks = new RedisTurn.Marks(number, turns.number());
    List<Claim> claims = turns.send(() -> turn.claim(rounds, marks, again));
    turns.answered(claims);
    nextMillis = turn.nextMillis();
    return claims;
  }

  /** The floor under every signal, jittered, and sooner if something is due sooner (rule C7). */
  private synchronized long untilNextLook() {
    long poll = ThreadLocalRandom.current().nextLong(POLL_NANOS_MAX / 2, POLL_NANOS_MAX);
    return nextMillis < 0 ? poll : Math.min(poll, Math.max(1, nextMillis) * 1_000_000);
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    return report.settle(done, rows -> settle(done, next, rows), this::correct);
  }

  private void correct(SessionReport.Rows rows) {
    settle(List.of(), List.of(), rows);
  }

  private TurnResult settle(List<Settlement> done, List<Demand> next, SessionReport.Rows rows) {
    Set<String> reported =
        rows.tallies().stream().map(RunCounts::queue).collect(Collectors.toSet());
    TurnPlan plan = TurnPlan.of(done, reported, next, isRepeated());
    RedisTurn turn = new RedisTurn(parts, done, rows);
    plan.before().forEach(turn::settle);
    try {
      if (!next.isEmpty()) {
        claim(turn, plan.claiming());
      }
      return turn.result();
    } catch (BackendException e) {
      List<Round> unsettled = turn.unsettled(plan.claiming());
      if (!unsettled.isEmpty() && RedisErrors.isOfTheConnection(e)) {
        throw e;
      }
      unsettled.forEach(turn::settle);
      return turn.result(e);
    }
  }

  private synchronized boolean isRepeated() {
    return turns.isRepeated();
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    Map<String, ExtendCommand> byQueue = new LinkedHashMap<>();
    for (int i = 0; i < running.size(); i++) {
      Extension extension = running.get(i);
      byQueue
          .computeIfAbsent(
              extension.claim().job().queue(), queue -> new ExtendCommand(parts.info().lease()))
          .add(i, extension);
    }
    Extended[] answers = new Extended[running.size()];
    byQueue.forEach(
        (queue, extending) ->
            extending.read(
                (byte[])
                    parts
                        .redis()
                        .again(
                            () ->
                                parts
                                    .redis()
                                    .run(
                                        "extend of claims",
                                        Script.EXTEND,
                                        queue,
                                        extending.arguments())),
                answers));
    return Arrays.asList(answers);
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
}
