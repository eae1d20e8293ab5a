package dev.duly.backend.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How a caller waits for what the store will have: it looks, waits for news, and looks again, at
 * the latest when polling is due (rule C7). Thread-safe.
 *
 * @param <H> what was heard so far
 * @param <T> what is looked for: claims, or the ends of jobs
 */
public final class LongPoll<H, T> {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Supplier<H> heard;
  private final Wait<H, T> wait;
  private final Signal signal;
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;

  /** How it waits for news. */
  @FunctionalInterface
  public interface Wait<H, T> {
    /**
     * Waits at most so long for news after what was heard.
     *
     * @return what another thread has found for it meanwhile; empty as a rule
     */
    List<T> await(H heard, long nanosMax);
  }

  /**
   * Waits in a way of its own.
   *
   * @param heard asked before each look, so that nothing is missed
   * @param signal ends the wait when the caller is woken or closed
   */
  public LongPoll(Supplier<H> heard, Wait<H, T> wait, Signal signal) {
    this.heard = heard;
    this.wait = wait;
    this.signal = signal;
  }

  /** Waits for the signal. */
  public static <T> LongPoll<Long, T> on(Signal signal) {
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
  public List<T> poll(Duration waitMax, Supplier<List<T>> look, LongSupplier nextLook) {
    return poll(waitMax, look, nextLook, wait);
  }

  /** The same, waiting in another way. */
  public List<T> poll(
      Duration waitMax, Supplier<List<T>> look, LongSupplier nextLook, Wait<H, T> wait) {
    long deadline =
        System.nanoTime() + (waitMax.compareTo(LONGEST) < 0 ? waitMax : LONGEST).toNanos();
    while (true) {
      H before = heard.get();
      List<T> found = look.get();
      long left = deadline - System.nanoTime();
      if (!found.isEmpty() || left <= 0 || closed || awake.getAndSet(false)) {
        return found;
      }
      List<T> meanwhile = wait.await(before, Math.min(left, nextLook.getAsLong()));
      if (!meanwhile.isEmpty()) {
        return meanwhile;
      }
    }
  }

  /** Lets the call return that waits, or else the next one. */
  public void wake() {
    awake.set(true);
    signal.raise();
  }

  /** Lets every call return after one look. */
  public void close() {
    closed = true;
    signal.raise();
  }
}
