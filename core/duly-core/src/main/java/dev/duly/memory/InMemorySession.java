package dev.duly.memory;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Seat;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.Turn;
import dev.duly.backend.support.Bell;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.SessionReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A seat at the store. What was claimed is kept until the answer has arrived, so that a request
 * repeated after a lost answer brings the same claims (rule C10).
 */
final class InMemorySession implements Session {
  private static final AtomicLong BATCHES = new AtomicLong();
  private static final long POLL_NANOS_MAX = 1_000_000_000L;

  private final InMemoryStore store;
  private final Seat seat;
  private final AtomicBoolean answerLost;
  private final AtomicBoolean claimFails;
  private final Runnable closed;
  private final LongPoll longPoll;
  private final Reports reports;
  private final SessionReport report = new SessionReport();
  // Only the claiming thread.
  private List<Claim> unheard = List.of();

  private record Batch(long number) implements Token {
    @Override
    public String text() {
      return Long.toString(number);
    }
  }

  InMemorySession(
      InMemoryStore store,
      Reports reports,
      Bell bell,
      Seat seat,
      AtomicBoolean answerLost,
      AtomicBoolean claimFails,
      Runnable closed) {
    this.closed = closed;
    this.claimFails = claimFails;
    this.longPoll = new LongPoll(bell);
    this.store = store;
    this.reports = reports;
    this.seat = seat;
    this.answerLost = answerLost;
  }

  @Override
  public Turn claim(List<Demand> demands, Duration waitMax) {
    return longPoll.claim(waitMax, () -> claimNow(demands), () -> POLL_NANOS_MAX);
  }

  @Override
  public Turn settle(List<Settlement> done, List<Demand> next) {
    return report.settle(
        done,
        rows -> {
          List<Outcome> outcomes = store.settle(done);
          reports.put(seat.worker(), rows);
          return thenClaim(outcomes, next);
        },
        rows -> reports.put(seat.worker(), rows));
  }

  private Turn thenClaim(List<Outcome> outcomes, List<Demand> next) {
    if (!next.isEmpty() && claimFails.getAndSet(false)) {
      return new Turn(
          outcomes,
          List.of(),
          Optional.of(new BackendException("in-memory: the claim failed, as asked")));
    }
    List<Claim> claims = next.isEmpty() ? List.of() : claimNow(next);
    if (next.isEmpty()) {
      maybeLoseAnswer();
    }
    return new Turn(outcomes, claims);
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    return store.extend(running, seat.lease());
  }

  @Override
  public void wake() {
    longPoll.wake();
  }

  @Override
  public void close() {
    longPoll.close();
    closed.run();
  }

  private List<Claim> claimNow(List<Demand> demands) {
    if (unheard.isEmpty()) {
      Token batch = new Batch(BATCHES.incrementAndGet());
      unheard = store.claim(batch, seat.worker(), seat.lease(), demands);
    }
    maybeLoseAnswer();
    List<Claim> claims = unheard;
    unheard = List.of();
    return claims;
  }

  private void maybeLoseAnswer() {
    if (answerLost.getAndSet(false)) {
      throw new BackendException("in-memory: the answer was lost, as asked");
    }
  }
}
