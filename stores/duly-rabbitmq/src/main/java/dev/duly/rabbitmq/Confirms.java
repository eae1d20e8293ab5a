package dev.duly.rabbitmq;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a node has answered to the messages of one batch. Thread-safe. */
final class Confirms {
  private static final long LOOK_MILLIS = 500;

  private final long first; // the number of the first message
  private final int size;
  // Guarded by this.
  private final BitSet answered = new BitSet();
  private final BitSet refused = new BitSet();
  private final Set<String> returned = new HashSet<>();
  private int firstOpen;
  private boolean over;

  Confirms(long first, int size) {
    this.first = first;
    this.size = size;
  }

  synchronized void answer(long number, boolean multiple, boolean taken) {
    int at = (int) (number - first);
    if (at < 0) {
      return; // of an earlier batch, which was waited for in vain
    }
    int from = multiple ? firstOpen : at;
    if (!taken) {
      for (int i = answered.nextClearBit(from); i <= at; i = answered.nextClearBit(i + 1)) {
        refused.set(i);
      }
    }
    answered.set(from, at + 1);
    firstOpen = answered.nextClearBit(firstOpen);
    notifyAll();
  }

  /** No queue takes it: said before it is confirmed. */
  synchronized void unroutable(String key, String id) {
    returned.add(key + ' ' + id);
  }

  /** The connection or the channel is gone. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  /**
   * Waits until everything is answered, or nothing was for so long, or the node cannot answer any
   * more. Through interruptions: what was sent may be stored, and the answer matters.
   *
   * @param silenceMillis asked now and then
   */
  synchronized void await(LongSupplier silenceMillis) {
    boolean interrupted = false;
    int before = -1;
    long since = 0;
    while (!isComplete() && !over) {
      long now = System.nanoTime();
      int seen = answered.cardinality();
      if (seen != before) {
        before = seen;
        since = now;
      }
      if (now - since > silenceMillis.getAsLong() * 1_000_000) {
        break;
      }
      try {
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isComplete() {
    return firstOpen >= size;
  }

  /** Whether the message at this place is kept. */
  synchronized Answer of(int place, Message message) {
    if (refused.get(place)) {
      return Answer.REFUSED;
    }
    if (!answered.get(place)) {
      return Answer.UNKNOWN;
    }
    return returned.contains(message.key() + ' ' + message.properties().getMessageId())
        ? Answer.UNROUTABLE
        : Answer.KEPT;
  }
}
