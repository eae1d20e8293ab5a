package dev.duly.backend.support;

import dev.duly.backend.Claim;
import dev.duly.backend.TurnResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How a session waits for something to claim: it looks, waits for news, and looks again, at the
 * latest when polling is due (rule C7). Thread-safe.
 *
 * @param <H> what was heard so far
 */
public final class LongPoll<H> {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Supplier<H> heard;
  private final Wait<H> wait;
  private final Signal signal;
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;

  /** How it waits for news. */
  @FunctionalInterface
  public interface Wait<H> {
    /**
     * Waits at most so long for news after what was heard.
     *
     * @return what another thread has claimed for it meanwhile; empty as a rule
     */
    List<Claim> await(H heard, long nanosMax);
  }

  /**
   * Waits in a way of its own.
   *
   * @param heard asked before each look, so that nothing is missed
   * @param signal ends the wait when the session is woken or closed
   */
  public LongPoll(Supplier<H> heard, Wait<H> wait, Signal signal) {
    this.heard = heard;
    this.wait = wait;
    this.signal = signal;
  }

  /** Waits for the signal. */
  public static LongPoll<Long> on(Signal signal) {
    return new LongPoll<>(
        signal::raised,
        (raised, nanosMax) -> {
          signal.await(raised, nanosMax);
          return List.of();
        },
        signal);
  }

  /**
   * Returns with what a look finds, or with nothing when the time is over, or when it is woken or
   * closed.
   *
   * @param nextLook asked after each look in vain: how many nanoseconds may go by until the next
   */
  public TurnResult claim(Duration waitMax, Supplier<List<Claim>> look, LongSupplier nextLook) {
    return claim(waitMax, look, nextLook, wait);
  }

  /** The same, waiting in another way. */
  public TurnResult claim(
      Duration waitMax, Supplier<List<Claim>> look, LongSupplier nextLook, Wait<H> wait) {
    long deadline =
        System.nanoTime() + (waitMax.compareTo(LONGEST) < 0 ? waitMax : LONGEST).toNanos();
    while (true) {
      H before = heard.get();
      List<Claim> claims = look.get();
      long left = deadline - System.nanoTime();
      if (!claims.isEmpty() || left <= 0 || closed || awake.getAndSet(false)) {
        return new TurnResult(List.of(), claims);
      }
      List<Claim> meanwhile = wait.await(before, Math.min(left, nextLook.getAsLong()));
      if (!meanwhile.isEmpty()) {
        return new TurnResult(List.of(), meanwhile);
      }
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
