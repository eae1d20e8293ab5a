package dev.duly;

import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Keeps settlements until they are known to have arrived. What could not be sent is sent again as
 * it was, until its lease has ended: then it is somebody else's. Only the turn thread.
 */
final class Settler {
  private static final System.Logger LOG = System.getLogger(Settler.class.getName());

  private final Held held;
  private final int batchMax;
  private final List<Ended> pending = new ArrayList<>();

  Settler(Held held, int batchMax) {
    this.held = held;
    this.batchMax = batchMax;
  }

  void add(Collection<Ended> ended) {
    for (Ended one : ended) {
      if (one.settlement().isPresent()) {
        pending.add(one);
      } else {
        held.remove(one.attempt());
      }
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** What to send next, the oldest first. */
  List<Settlement> batch() {
    return pending.stream().limit(batchMax).map(ended -> ended.settlement().orElseThrow()).toList();
  }

  /** The answers to the last batch. */
  void settled(List<Outcome> outcomes) {
    List<Ended> sent = pending.subList(0, outcomes.size());
    List<Ended> again = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Ended ended = sent.get(i);
      if (outcomes.get(i) == Outcome.UNKNOWN) {
        again.add(ended);
        continue;
      }
      held.remove(ended.attempt());
      if (outcomes.get(i) == Outcome.LOST && !ended.attempt().isCompletedWithin()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: its {1} came too late, the claim was lost",
            ended.attempt(),
            ended.settlement().orElseThrow().verb());
      }
    }
    sent.clear();
    pending.addAll(0, again);
  }

  /** The last batch could not be sent: gives up what no longer has a lease. */
  void failed(long nowNanos) {
    pending.removeIf(
        ended -> {
          boolean over = nowNanos - ended.attempt().leaseEndNanos() > 0;
          if (over) {
            held.remove(ended.attempt());
            LOG.log(
                System.Logger.Level.ERROR,
                "{0}: its {1} could not be sent before its lease ended; the job will run again",
                ended.attempt(),
                ended.settlement().orElseThrow().verb());
          }
          return over;
        });
  }

  int size() {
    return pending.size();
  }
}
