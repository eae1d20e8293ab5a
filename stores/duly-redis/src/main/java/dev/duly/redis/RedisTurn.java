package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.support.FollowUps;
import dev.duly.backend.support.SessionReport;
import dev.duly.job.Enqueued;
import dev.duly.redis.TurnPlan.Round;
import dev.duly.redis.TurnPlan.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the calls of one turn and puts their answers together. For one thread, once. */
final class RedisTurn {
  private final Parts parts;
  private final List<Settlement> done;
  private final SessionReport.Rows rows;
  private final Outcome[] outcomes;
  private final List<Claim> claims = new ArrayList<>();
  private final List<Round> answered = new ArrayList<>();
  private final Map<String, Integer> putBack = new HashMap<>(); // by pool
  private long nextMillis = -1;

  /** What the turns of a session share. */
  record Parts(Redis redis, Outbox outbox, WorkerInfo info) {}

  /** Twelve bytes that no other demand has: of the session, the turn, and the place in it. */
  record Marks(long session, long turn) {
    byte[] of(int place) {
      return new Bytes(12).number(session, 6).number(turn, 4).number(place, 2).done();
    }
  }

  /**
   * A turn.
   *
   * @param rows of the session's report
   */
  RedisTurn(Parts parts, List<Settlement> done, SessionReport.Rows rows) {
    this.parts = parts;
    this.done = done;
    this.rows = rows;
    this.outcomes = new Outcome[done.size()];
  }

  /** Settles what a round brings, and claims nothing. */
  void settle(Round round) {
    call(round, new ClaimCommand(parts.info, round.queue()), false);
  }

  /**
   * Makes the calls that claim, one after the other: what one brings is not asked of the next.
   *
   * @param again whether the request may have been answered before
   */
  List<Claim> claim(List<Round> rounds, Marks marks, boolean again) {
    IdleQueues idle =
        again ? IdleQueues.NONE : IdleQueues.among(parts.redis, rounds.stream().map(Round::queue));
    nextMillis = idle.nextMillis();
    for (Round round : rounds) {
      ClaimCommand claiming = new ClaimCommand(parts.info, round.queue());
      if (!idle.queues().contains(round.queue())) {
        round.wanted().forEach(wanted -> add(claiming, wanted, marks));
      }
      call(round, claiming, again);
    }
    return claims;
  }

  private void add(ClaimCommand claiming, Wanted wanted, Marks marks) {
    String pool = wanted.demand().pool();
    int claimed = (int) claims.stream().filter(claim -> claim.pool().equals(pool)).count();
    int left = wanted.demand().max() - claimed - putBack.getOrDefault(pool, 0);
    if (left > 0) {
      claiming.add(wanted.demand().withMax(left), marks.of(wanted.place()));
    }
  }

  @SuppressWarnings("unchecked") // as the script answers
  private void call(Round round, ClaimCommand claiming, boolean again) {
    if (!round.settles() && claiming.isEmpty()) {
      return;
    }
    SettleCommand settling = new SettleCommand(round.queue());
    round.places().forEach(place -> settling.add(place, done.get(place)));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(table(round, settling, claiming, again));
    arguments.addAll(settling.ids());
    List<Object> answer =
        (List<Object>) parts.redis.run("settle or claim", Script.TURN, round.queue(), arguments);
    settling.read((byte[]) answer.get(0), outcomes);
    warn((List<byte[]>) answer.get(2));
    answered.add(round);
    if (settling.fillsOutbox()) {
      parts.outbox.tryToEmpty(round.queue());
    }
    if (!claiming.isEmpty()) {
      read(claiming, round.queue(), answer.get(1));
    }
  }

  /** Of follow-ups that were refused. */
  private static void warn(List<byte[]> met) {
    for (int i = 0; i < met.size(); i += 2) {
      if (EnqueueCommand.UniqueTerms.met(met.get(i + 1)) instanceof Enqueued.Rejected rejected) {
        FollowUps.warn(Ids.of(met.get(i)), rejected.id());
      }
    }
  }

  /** What {@code turn.lua} takes. */
  private byte[] table(Round round, SettleCommand settling, ClaimCommand claiming, boolean again) {
    boolean ended = round.places().stream().anyMatch(place -> done.get(place).isAwaitedEnd());
    Packed table = new Packed().map(2 + (ended ? 1 : 0) + (claiming.isEmpty() ? 0 : 1));
    SessionReport.Rows own = round.settles() ? rows.of(round.queue()) : SessionReport.Rows.NONE;
    RedisStatistics.write(table.key("reports"), parts.info.worker(), own);
    settling.write(table.key("settlements"));
    if (ended) {
      table.key("ended").number(1);
    }
    if (!claiming.isEmpty()) {
      claiming.write(table.key("claim"), again);
    }
    return table.done();
  }

  @SuppressWarnings("unchecked") // as the script answers
  private void read(ClaimCommand claiming, String queue, Object answer) {
    if (answer instanceof byte[] failure) {
      throw new BackendException("redis: claim on " + queue + " failed: " + Bytes.latin(failure));
    }
    ClaimCommand.Answer read = claiming.read((List<Object>) answer);
    claims.addAll(read.claims());
    read.putBack().forEach((pool, jobs) -> putBack.merge(pool, jobs, Integer::sum));
    nextMillis = IdleQueues.sooner(nextMillis, read.nextMillis());
  }

  /** Those that settle something and have not been answered. */
  List<Round> unsettled(List<Round> rounds) {
    return rounds.stream().filter(round -> round.settles() && !answered.contains(round)).toList();
  }

  /** In how many milliseconds there may be something to claim; -1 if nothing is to come. */
  long nextMillis() {
    return nextMillis;
  }

  TurnResult result() {
    return new TurnResult(Arrays.asList(outcomes), claims);
  }

  /** Settled, but its claims have failed. */
  TurnResult result(BackendException claimFailed) {
    return new TurnResult(Arrays.asList(outcomes), List.of(), Optional.of(claimFailed));
  }

  /**
   * Which of many queues have nothing to claim now. A claim asks one queue after the other, since
   * what one brings is not asked of the next; a look at all of them is one round trip.
   *
   * @param queues that have nothing
   * @param nextMillis in how many milliseconds the first of them may have something; -1 if none
   *     will
   */
  private record IdleQueues(Set<String> queues, long nextMillis) {
    private static final int FEW = 8; // are asked one by one as quickly

    private static final List<String> KEYS =
        List.of("ready0", "ready1", "ready2", "later0", "later1", "later2", "running", "queue");

    static final IdleQueues NONE = new IdleQueues(Set.of(), -1);

    /** None of them if they are few. */
    static IdleQueues among(Redis redis, Stream<String> asked) {
      List<String> all = asked.distinct().toList();
      return all.size() <= FEW ? NONE : look(redis, all);
    }

    private static IdleQueues look(Redis redis, List<String> all) {
      List<Object> answers =
          redis.runOnEach(
              "claim", Script.DUE, all.stream().map(q -> keys(redis.keys(), q)).toList());
      Set<String> idle = new HashSet<>();
      long next = -1;
      for (int i = 0; i < all.size(); i++) {
        long millis = (Long) answers.get(i);
        if (millis != 0) {
          idle.add(all.get(i));
          next = sooner(next, millis);
        }
      }
      return new IdleQueues(idle, next);
    }

    private static List<byte[]> keys(Keys keys, String queue) {
      List<byte[]> some = new ArrayList<>(KEYS.size());
      KEYS.forEach(name -> some.add(keys.of(queue, name)));
      return some;
    }

    /** The first of two moments, -1 for never. */
    static long sooner(long one, long other) {
      return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }
  }
}
