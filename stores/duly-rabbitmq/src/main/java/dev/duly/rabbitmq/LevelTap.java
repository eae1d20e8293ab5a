package dev.duly.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import dev.duly.backend.broker.ForeignMessage.Place;
import java.io.IOException;
import java.util.List;

/**
 * What a session takes from the jobs of one queue and level. It takes no more than there is room
 * for, so that another worker may have the rest: without room it is shut after {@value
 * #OPEN_MILLIS} ms, and what came too late goes back after {@value #KEPT_MILLIS} ms, or after
 * {@value #KEPT_BEHIND_MILLIS} ms if the room goes to what ranks before it. Thread-safe.
 */
final class LevelTap {
  private static final long OPEN_MILLIS = 100;
  private static final long KEPT_MILLIS = 300;
  private static final long KEPT_BEHIND_MILLIS = 2_000;
  private static final long COMES_NANOS = 10_000_000; // what is ready, after there is room
  private static final long WIDE_MILLIS = 1_000; // so long it may take more than it needs
  private static final int WIDE = 4; // times as many
  private static final int PREFETCH_MAX = 32_768;

  private static final long NEVER = System.nanoTime() - 3_600_000_000_000L;

  private final Place place;
  private final Tap tap;
  private volatile long opened = NEVER; // when something was ready there
  // Guarded by this.
  private long roomNanos = System.nanoTime(); // when there was room last
  private long narrowNanos = System.nanoTime(); // when it needed what it may take, last

  LevelTap(Place place, Tap tap) {
    this.place = place;
    this.tap = tap;
  }

  Place place() {
    return place;
  }

  Tap tap() {
    return tap;
  }

  /** Takes what has come, and sees to it that so many in all may come. */
  List<Delivery> take(int room) throws IOException {
    List<Delivery> taken = tap.take(room);
    isWaitedFor();
    int left = room - taken.size();
    try {
      if (left > 0) {
        let(left);
      }
      return taken;
    } catch (IOException | AlreadyClosedException e) {
      tap.putBack(taken);
      throw e;
    }
  }

  private synchronized void let(int room) throws IOException {
    int needed = tap.heldOfConsumer() - tap.buffered() + room;
    long now = System.nanoTime();
    if (needed * WIDE > tap.prefetch()) {
      narrowNanos = now;
    }
    boolean tooWide = now - narrowNanos > WIDE_MILLIS * 1_000_000;
    boolean tooNarrow = tap.prefetch() < needed && tap.heldOfConsumer() >= tap.prefetch();
    if (tooNarrow || tooWide) {
      tap.shut();
      int still = Math.max(1, room - tap.buffered()); // what came until it was shut
      boolean comes = tap.open(Math.min(PREFETCH_MAX, powerOfTwo(still)));
      opened = comes ? System.nanoTime() : NEVER;
    }
  }

  /**
   * For how long it may still bring something, so that what ranks after it has to wait; 0 or less:
   * its queue is empty, as far as one can know.
   */
  long mayComeNanos() {
    if (tap.buffered() > 0) {
      return COMES_NANOS;
    }
    long since = Math.min(tap.quietNanos(), System.nanoTime() - opened);
    return COMES_NANOS - since;
  }

  private static int powerOfTwo(int least) {
    int highest = Integer.highestOneBit(least);
    return highest == least ? least : highest << 1;
  }

  /** There is room, and the session waits. */
  synchronized void isWaitedFor() {
    roomNanos = System.nanoTime();
  }

  /**
   * Shuts it if there has been no room for long.
   *
   * @param isBehind the session claims, and what it has room for ranks before this
   * @return what has waited too long for room
   */
  List<Delivery> look(boolean isBehind) throws IOException {
    long without;
    synchronized (this) {
      without = (System.nanoTime() - roomNanos) / 1_000_000;
    }
    if (without > OPEN_MILLIS) {
      tap.shut();
    }
    return without > (isBehind ? KEPT_BEHIND_MILLIS : KEPT_MILLIS)
        ? tap.take(Integer.MAX_VALUE)
        : List.of();
  }
}
