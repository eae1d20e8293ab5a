package dev.duly.backend.support;

import dev.duly.backend.Claim;
import dev.duly.backend.TurnResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How a session waits for something to claim: it looks, waits for the signal, and looks again, at
 * the latest when polling is due (rule C7). Thread-safe.
 */
public final class LongPoll {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Signal signal;
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;

  public LongPoll(Signal signal) {
    this.signal = signal;
  }

  /**
   * Returns with what a look finds, or with nothing when the time is over, or when it is woken or
   * closed.
   *
   * @param nextLook asked after each look in vain: how many nanoseconds may go by until the next
   */
  public TurnResult claim(Duration waitMax, Supplier<List<Claim>> look, LongSupplier nextLook) {
    long deadline =
        System.nanoTime() + (waitMax.compareTo(LONGEST) < 0 ? waitMax : LONGEST).toNanos();
    while (true) {
      long heard = signal.raised(); // before looking, so that nothing is missed
      List<Claim> claims = look.get();
      long left = deadline - System.nanoTime();
      if (!claims.isEmpty() || left <= 0 || closed || awake.getAndSet(false)) {
        return new TurnResult(List.of(), claims);
      }
      signal.await(heard, Math.min(left, nextLook.getAsLong()));
    }
  }

  /** Lets the claim return that waits, or else the next one. */
  public void wake() {
    awake.set(true);
    signal.raise();
  }

  /** Lets every claim return after one look. */
  public void close() {
    closed = true;
    signal.raise();
  }
}
