package dev.duly.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.broker.ForeignMessage.Place;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.Signal;
import dev.duly.job.Job;
import dev.duly.job.Priority;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A worker's seat: one connection, and what it takes from the queues it is asked for. */
final class RabbitSession implements Session {
  private static final System.Logger LOG = System.getLogger(RabbitSession.class.getName());
  // A tap that was shut since there was no room is opened when there is, so that this is for what
  // no bell tells.
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long EXACT_NANOS = TimeUnit.SECONDS.toNanos(1); // for what is on its way
  private static final long CLAIMING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long PUSHED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** So long a message of a newer version waits for a process that can read it. */
  private static final Duration FOR_NEWER = Duration.ofSeconds(30);

  private final Parts parts;
  private final WorkerInfo info;
  private final Taps taps;
  private final Settler settler;
  private final Signal signal = new Signal();
  private final LongPoll<Long, Claim> wait = LongPoll.on(signal);
  private volatile long comesNanos = LOOK_NANOS;
  private volatile Set<LevelTap> waitedFor = Set.of();
  private volatile boolean closed;
  private volatile boolean over;
  private volatile long claimedNanos = System.nanoTime() - 2 * CLAIMING_NANOS;
  private volatile long closedNanos;

  /**
   * What the sessions of a backend share.
   *
   * @param onBusy jobs come or go, so that there are chores
   */
  record Parts(
      Taps.Parts taps, Dispatcher dispatcher, Wire wire, HeldClaims claims, Runnable onBusy) {}

  RabbitSession(Parts parts, WorkerInfo info, Runnable onChange) {
    this.parts = parts;
    this.info = info;
    this.taps = new Taps(parts.taps, "duly worker " + info.worker(), signal::raise, onChange);
    this.settler = new Settler(parts.claims, parts.dispatcher, parts.wire, info.worker());
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    try {
      List<Claim> claims =
          wait.poll(waitMax, () -> look(demands), () -> Math.min(LOOK_NANOS, comesNanos));
      return new TurnResult(
          List.of(), claims.isEmpty() && waitMax.isZero() ? lookExactly(demands) : claims);
    } finally {
      waitedFor = Set.of();
    }
  }

  /** What it has asked is waited for while it asks the rest, whose queues it may have to make. */
  private List<Claim> look(List<Demand> demands) {
    Set<LevelTap> asked = ConcurrentHashMap.newKeySet();
    if (waitedFor.isEmpty()) {
      waitedFor = asked;
    }
    List<Claim> claims = look(demands, asked);
    waitedFor = asked;
    return claims;
  }

  /** What is ready is pushed, which takes a moment: waits for it, but for nothing else. */
  private List<Claim> lookExactly(List<Demand> demands) {
    long end = System.nanoTime() + EXACT_NANOS;
    while (System.nanoTime() < end && !closed) {
      long heard = signal.raised();
      List<Claim> claims = look(demands);
      if (!claims.isEmpty() || (comesNanos == LOOK_NANOS && !isSomethingReady())) {
        return claims;
      }
      signal.await(heard, Math.min(comesNanos, PUSHED_NANOS));
    }
    return List.of();
  }

  private boolean isSomethingReady() {
    for (LevelTap tap : waitedFor) {
      try {
        if (tap.tap().buffered() > 0 || tap.tap().ready() > 0) {
          return true;
        }
      } catch (IOException | AlreadyClosedException e) {
        throw taps.failed(tap.place(), e);
      }
    }
    return false;
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    parts.onBusy.run();
    List<Outcome> outcomes = settler.settle(done);
    try {
      return new TurnResult(outcomes, look(next, new HashSet<>()));
    } catch (BackendException e) {
      return new TurnResult(outcomes, List.of(), Optional.of(e));
    }
  }

  /** Takes what has come, and lets come what there is room for. */
  private List<Claim> look(List<Demand> demands, Set<LevelTap> asked) {
    List<Claim> claims = new ArrayList<>();
    if (closed) {
      return claims;
    }
    long comes = LOOK_NANOS;
    try {
      for (Demand demand : demands) {
        comes = Math.min(comes, look(demand, asked, claims));
      }
    } catch (BackendException e) {
      if (claims.isEmpty()) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, "claiming the rest failed: {0}", e.getMessage());
    }
    comesNanos = comes;
    return claims;
  }

  /**
   * What ranks after a queue that may bring more in a moment has to wait for that long.
   *
   * @return when to look again
   */
  private long look(Demand demand, Set<LevelTap> asked, List<Claim> claims) {
    int room = demand.max();
    for (String queue : demand.queues()) {
      for (Priority level : demand.levels()) {
        if (room == 0) {
          return LOOK_NANOS;
        }
        LevelTap from = taps.of(new Place(queue, level));
        asked.add(from);
        List<Claim> some = claims(from, room, demand.pool());
        room -= some.size();
        claims.addAll(some);
        if (!some.isEmpty()) {
          claimedNanos = System.nanoTime();
          parts.onBusy.run();
        }
        long comes = room > 0 ? from.mayComeNanos() : 0;
        if (comes > 0) {
          return comes;
        }
      }
    }
    return LOOK_NANOS;
  }

  private List<Claim> claims(LevelTap from, int room, String pool) {
    try {
      List<Claim> claims = new ArrayList<>();
      List<Delivery> aside = new ArrayList<>();
      Instant now = Instant.now();
      for (Delivery delivery : from.take(room)) {
        if (!delivery.wasLost()
            && !parts.wire.isNameless(delivery)
            && parts.wire.read(delivery, from.place()) instanceof Wire.Content.Work work) {
          claims.add(claim(from, delivery, work.envelope().job(), pool, now));
        } else {
          aside.add(delivery);
        }
      }
      exchange(from, aside);
      return claims;
    } catch (IOException | AlreadyClosedException e) {
      throw taps.failed(from.place(), e);
    }
  }

  private Claim claim(LevelTap from, Delivery delivery, Job job, String pool, Instant now) {
    ClaimRef ref = ClaimRef.of(job, parts.claims.token(from, delivery), now);
    return new Claim(ref, job, pool, info.lease(), false, OptionalLong.empty());
  }

  /**
   * What is no job of ours goes to the dead letters, what is newer waits, and a job goes back: with
   * one loss more if it was delivered before, so that the next time it comes as if for the first.
   */
  private void exchange(LevelTap from, List<Delivery> some) {
    if (some.isEmpty() || from.tap().isLost()) {
      return;
    }
    List<Parcel> stead = some.stream().map(delivery -> stead(from.place(), delivery)).toList();
    if (!settler.exchange(from.tap(), some, stead)) {
      from.tap().putBack(some);
    }
  }

  private Parcel stead(Place place, Delivery delivery) {
    Wire.Content content =
        parts.wire.isNameless(delivery)
            ? parts.wire.named(delivery, place)
            : parts.wire.read(delivery, place);
    if (content instanceof Wire.Content.Work work) {
      return Parcel.of(work.envelope().withLost(delivery.wasLost() ? 1 : 0), Duration.ZERO);
    }
    return content instanceof Wire.Content.Strange strange
        ? Parcel.of(strange.letter(), Duration.ZERO)
        : Parcel.again(delivery, place, FOR_NEWER);
  }

  /** To be called ten times a second while jobs come. */
  void chores() {
    for (LevelTap tap : taps.all()) {
      try {
        if (waitedFor.contains(tap)) {
          tap.isWaitedFor();
        }
        exchange(tap, tap.look(isClaiming()));
      } catch (IOException | RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "a look at what was not handed out failed", e);
      }
    }
    boolean late = System.nanoTime() - closedNanos > info.lease().toNanos();
    if (closed && (late || taps.held() == 0)) {
      end();
    }
  }

  private boolean isClaiming() {
    return System.nanoTime() - claimedNanos < CLAIMING_NANOS;
  }

  /** Whether it is closed, and holds nothing any more. */
  boolean isOver() {
    return over;
  }

  /** What it still holds is lost. */
  void end() {
    over = true;
    taps.close();
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    return running.stream()
        .map(
            extension ->
                new Extended(
                    extension.claim(),
                    parts.claims.find(extension.claim()).isPresent()
                        ? Extended.State.HELD
                        : Extended.State.LOST))
        .toList();
  }

  /** Of its connection. */
  String name() {
    return taps.name();
  }

  @Override
  public void wake() {
    wait.wake();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closedNanos = System.nanoTime();
    closed = true;
    parts.onBusy.run();
    wait.close();
    for (LevelTap tap : taps.all()) {
      try {
        tap.tap().shut();
        exchange(tap, tap.tap().take(Integer.MAX_VALUE));
      } catch (IOException | AlreadyClosedException e) {
        LOG.log(System.Logger.Level.DEBUG, "what was not handed out went back by itself", e);
      }
    }
    if (taps.held() == 0) {
      end();
    }
  }
}
