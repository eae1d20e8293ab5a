package dev.duly.memory;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.SessionReport;
import dev.duly.backend.support.Signal;
import dev.duly.backend.support.TokenText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A seat at the store. What was claimed is kept until the answer has arrived, so that a request
 * repeated after a lost answer brings the same claims (rule C10).
 */
final class InMemorySession implements Session {
  private static final AtomicLong BATCHES = new AtomicLong();
  private static final long POLL_NANOS_MAX = 1_000_000_000L;

  private final InMemoryStore store;
  private final WorkerInfo info;
  private final Faults faults;
  private final Signal ends;
  private final Runnable onClose;
  private final LongPoll<Long, Claim> longPoll;
  private final Reports reports;
  private final SessionReport report = new SessionReport();
  // Only the claiming thread.
  private List<Claim> unheard = List.of();

  /** All jobs of a batch share it; with the job's id it names one claim. */
  record Batch(long number) implements Token {
    static Batch of(String text) {
      return new Batch(TokenText.numbers(text, 1)[0]);
    }

    @Override
    public String text() {
      return TokenText.of(number);
    }
  }

  /** What the sessions of a backend share. */
  record Parts(InMemoryStore store, Reports reports, Signal signal, Signal ends, Faults faults) {}

  InMemorySession(Parts parts, WorkerInfo info, Runnable onClose) {
    this.store = parts.store;
    this.reports = parts.reports;
    this.faults = parts.faults;
    this.ends = parts.ends;
    this.longPoll = LongPoll.on(parts.signal);
    this.info = info;
    this.onClose = onClose;
  }

  @Override
  public TurnResult claim(List<Demand> demands, Duration waitMax) {
    return new TurnResult(
        List.of(), longPoll.poll(waitMax, () -> claimNow(demands), () -> POLL_NANOS_MAX));
  }

  @Override
  public TurnResult settle(List<Settlement> done, List<Demand> next) {
    return report.settle(
        done,
        rows -> {
          List<Outcome> outcomes = store.settle(done);
          reports.put(info.worker(), rows);
          if (done.stream().anyMatch(Settlement::isAwaitedEnd)) {
            ends.raise();
          }
          return thenClaim(outcomes, next);
        },
        rows -> reports.put(info.worker(), rows));
  }

  private TurnResult thenClaim(List<Outcome> outcomes, List<Demand> next) {
    if (!next.isEmpty() && faults.claimFails()) {
      return new TurnResult(
          outcomes,
          List.of(),
          Optional.of(new BackendException("in-memory: the claim failed, as asked")));
    }
    List<Claim> claims = next.isEmpty() ? List.of() : claimNow(next);
    if (next.isEmpty()) {
      faults.answer();
    }
    return new TurnResult(outcomes, claims);
  }

  @Override
  public List<Extended> extend(List<Extension> running) {
    return store.extend(running, info.lease());
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

  private List<Claim> claimNow(List<Demand> demands) {
    if (unheard.isEmpty()) {
      Token batch = new Batch(BATCHES.incrementAndGet());
      unheard = store.claim(new Dispenser.Claimant(batch, info.worker(), info.lease()), demands);
    }
    faults.answer();
    List<Claim> claims = unheard;
    unheard = List.of();
    return claims;
  }
}
