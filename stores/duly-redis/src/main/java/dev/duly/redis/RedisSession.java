package dev.duly.redis;

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
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.RepeatableRequest;
import dev.duly.backend.support.SessionReport;
import dev.duly.backend.support.Signal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A worker's seat at Redis. A queue is asked for all that is wanted of it in one script, settling
 * and claiming together; a demand for several queues asks one after the other.
 */
final class RedisSession implements Session {
  private static final int SETTLED_AT_ONCE_MAX = 1_000;
  private static final long POLL_NANOS_MAX = 1_000_000_000;

  private final Redis redis;
  private final Outbox outbox;
  private final NotificationListener listener;
  private final WorkerInfo info;
  private final Runnable onClose;
  private final LongPoll<Long> longPoll;

  // Guarded by this: claim and settle both claim, though not at the same time.
  private final long number = new SecureRandom().nextLong();
  private final SessionReport report = new SessionReport();
  private final RepeatableRequest turns = RepeatableRequest.counted();
  private long nextMillis = -1;

  RedisSession(
      Redis redis,
      Outbox outbox,
      Signal signal,
      NotificationListener listener,
      WorkerInfo info,
      Runnable onClose) {
    this.redis = redis;
    this.outbox = outbox;
    this.listener = listener;
    this.info = info;
    this.onClose = onClose;
    this.longPoll = LongPoll.on(signal);
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    boolean wantsAny = !demands.isEmpty();
    return longPoll.claim(
        waitMax,
        () -> wantsAny ? claimNow(demands, new LinkedHashMap<>()) : List.of(),
        () -> wantsAny ? untilNextLook() : Long.MAX_VALUE);
  }

  /** The floor under every signal, jittered, and sooner if something is due sooner (rule C7). */
  private synchronized long untilNextLook() {
    listener.listen();
    long poll = ThreadLocalRandom.current().nextLong(POLL_NANOS_MAX / 2, POLL_NANOS_MAX);
    return nextMillis < 0 ? poll : Math.min(poll, Math.max(1, nextMillis) * 1_000_000);
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    return report.settle(done, rows -> settle(done, next, rows), this::correct);
  }

  private void correct(SessionReport.Rows rows) {
    rows.tallies().stream()
        .map(RunCounts::queue)
        .distinct()
        .forEach(queue -> turn(queue, new SettleCommand(queue, info.worker(), rows).arguments()));
  }

  private TurnResult settle(List<Settlement> done, List<Demand> next, SessionReport.Rows rows) {
    Outcome[] outcomes = new Outcome[done.size()];
    for (int from = 0; from < done.size() || from == 0; from += SETTLED_AT_ONCE_MAX) {
      int to = Math.min(done.size(), from + SETTLED_AT_ONCE_MAX);
      Map<String, SettleCommand> byQueue = byQueue(done, from, to, rows);
      boolean last = to == done.size();
      if (last && !next.isEmpty() && !isAskedAgain()) {
        return settleAndClaim(byQueue, outcomes, next);
      }
      byQueue.forEach((queue, settling) -> settle(queue, settling, outcomes));
    }
    return next.isEmpty()
        ? new TurnResult(Arrays.asList(outcomes), List.of())
        : thenClaim(outcomes, next);
  }

  private synchronized boolean isAskedAgain() {
    return turns.isRepeated();
  }

  private Map<String, SettleCommand> byQueue(
      List<Settlement> done, int from, int to, SessionReport.Rows rows) {
    Map<String, SettleCommand> byQueue = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      Settlement settlement = done.get(i);
      byQueue
          .computeIfAbsent(
              settlement.claim().job().queue(),
              queue -> new SettleCommand(queue, info.worker(), rows))
          .add(i, settlement);
    }
    for (RunCounts tally : rows.tallies()) { // also of queues of which nothing is settled now
      byQueue.computeIfAbsent(
          tally.queue(), queue -> new SettleCommand(queue, info.worker(), rows));
    }
    return byQueue;
  }

  private void settle(String queue, SettleCommand settling, Outcome[] outcomes) {
    List<Object> answer = turn(queue, settling.arguments());
    settled(queue, settling, (byte[]) answer.get(0), outcomes);
  }

  private void settled(String queue, SettleCommand settling, byte[] letters, Outcome[] outcomes) {
    settling.read(letters, outcomes);
    if (settling.fillsOutbox()) {
      outbox.tryToEmpty(queue);
    }
  }

  @SuppressWarnings("unchecked") // as the script answers
  private List<Object> turn(String queue, List<byte[]> arguments) {
    return (List<Object>) redis.run("settle or claim", Script.TURN, queue, arguments);
  }

  /** Settlements that no claim takes along go first. */
  private TurnResult settleAndClaim(
      Map<String, SettleCommand> byQueue, Outcome[] outcomes, List<Demand> next) {
    Map<String, SettleCommand> alone = new LinkedHashMap<>(byQueue);
    next.forEach(demand -> demand.queues().forEach(alone::remove));
    alone.forEach((queue, settling) -> settle(queue, settling, outcomes));
    Map<String, SettleCommand> along = new LinkedHashMap<>(byQueue);
    along.keySet().removeAll(alone.keySet());
    try {
      List<Claim> claims = claimNow(next, along, outcomes);
      return new TurnResult(Arrays.asList(outcomes), claims);
    } catch (BackendException e) {
      if (RedisErrors.isOfTheConnection(e)) {
        throw e;
      }
      along.forEach((queue, settling) -> settle(queue, settling, outcomes));
      return new TurnResult(Arrays.asList(outcomes), List.of(), Optional.of(e));
    }
  }

  private TurnResult thenClaim(Outcome[] outcomes, List<Demand> next) {
    try {
      return new TurnResult(Arrays.asList(outcomes), claimNow(next, new LinkedHashMap<>()));
    } catch (BackendException e) {
      return new TurnResult(Arrays.asList(outcomes), List.of(), Optional.of(e));
    }
  }

  private List<Claim> claimNow(List<Demand> demands, Map<String, SettleCommand> along) {
    return claimNow(demands, along, new Outcome[0]);
  }

  /**
   * Asks for the demands, in their order, and takes along settlements of the queues that it asks.
   * What is left in {@code along} has not been settled.
   */
  private synchronized List<Claim> claimNow(
      List<Demand> demands, Map<String, SettleCommand> along, Outcome[] outcomes) {
    boolean again = turns.isRepeated();
    List<Claim> claims = turns.send(() -> claimNow(demands, along, outcomes, again));
    turns.answered(claims);
    return claims;
  }

  private List<Claim> claimNow(
      List<Demand> demands, Map<String, SettleCommand> along, Outcome[] outcomes, boolean again) {
    List<Claim> claims = new ArrayList<>();
    List<Asked> asked = inOrder(demands);
    IdleQueues idle =
        again ? IdleQueues.NONE : IdleQueues.among(redis, asked.stream().map(Asked::queue));
    nextMillis = idle.nextMillis();
    for (int i = 0; i < asked.size(); ) {
      String queue = asked.get(i).queue;
      ClaimCommand asking = new ClaimCommand(info, queue);
      boolean goesAlong;
      do { // what follows and hangs on no answer
        Asked one = asked.get(i);
        int left = one.demand.max() - claimed(claims, one.demand.pool());
        if (left > 0 && !idle.queues().contains(queue)) {
          asking.add(one.demand.withMax(left), mark(i));
        }
        i++;
        goesAlong = i < asked.size() && asked.get(i).goesWith(one);
      } while (goesAlong);
      claims.addAll(ask(queue, asking, again, along, outcomes));
    }
    return claims;
  }

  private static int claimed(List<Claim> claims, String pool) {
    int claimed = 0;
    for (Claim claim : claims) {
      claimed += claim.pool().equals(pool) ? 1 : 0;
    }
    return claimed;
  }

  /** A demand, which of all, and one of its queues. */
  private record Asked(int number, Demand demand, String queue) {
    /** The same queue, for a demand that asks no other. */
    boolean goesWith(Asked before) {
      return queue.equals(before.queue) && number != before.number;
    }
  }

  private static List<Asked> inOrder(List<Demand> demands) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < demands.size(); i++) {
      for (String queue : demands.get(i).queues()) {
        asked.add(new Asked(i, demands.get(i), queue));
      }
    }
    return asked;
  }

  /** Twelve bytes that no other demand has: of the session, the turn, and the place. */
  private byte[] mark(int place) {
    return new Bytes(12).number(number, 6).number(turns.number(), 4).number(place, 2).done();
  }

  @SuppressWarnings("unchecked") // as the script answers
  private List<Claim> ask(
      String queue,
      ClaimCommand asking,
      boolean again,
      Map<String, SettleCommand> along,
      Outcome[] outcomes) {
    @Nullable SettleCommand settling = along.get(queue);
    List<byte[]> arguments =
        settling == null
            ? new ArrayList<>(List.of(Bytes.of(0), Bytes.of(0))) // no report, no settlement
            : settling.arguments();
    if (asking.isEmpty() && settling == null) {
      return List.of();
    }
    if (!asking.isEmpty()) {
      arguments.addAll(asking.arguments(again));
    }
    List<Object> answer = turn(queue, arguments);
    if (settling != null) {
      settled(queue, settling, (byte[]) answer.get(0), outcomes);
      along.remove(queue);
    }
    if (asking.isEmpty()) {
      return List.of();
    }
    if (answer.get(1) instanceof byte[] failure) {
      throw new BackendException("redis: claim on " + queue + " failed: " + Bytes.latin(failure));
    }
    ClaimCommand.Answer read = asking.read((List<Object>) answer.get(1));
    nextMillis = IdleQueues.sooner(nextMillis, read.nextMillis());
    return read.claims();
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    Map<String, ExtendCommand> byQueue = new LinkedHashMap<>();
    for (int i = 0; i < running.size(); i++) {
      Claim claim = running.get(i).claim();
      byQueue
          .computeIfAbsent(claim.job().queue(), queue -> new ExtendCommand(info.lease()))
          .add(i, claim);
    }
    Extended[] answers = new Extended[running.size()];
    byQueue.forEach(
        (queue, extending) ->
            extending.read(
                (byte[])
                    redis.again(
                        () ->
                            redis.run(
                                "extend of claims", Script.EXTEND, queue, extending.arguments())),
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
