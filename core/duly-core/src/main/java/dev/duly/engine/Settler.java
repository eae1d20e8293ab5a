package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.lifecycle.Lifecycle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps settlements until they are known to have arrived. What could not be sent is sent again as
 * it was, until its lease has ended: then the job belongs to another worker. Only the turn thread.
 *
 * <p>A batch whose outcome is unknown, or that the engine refuses for good, is sent again in
 * halves, so that one settlement does not keep its neighbours. One that is refused alone is at
 * fault: its job becomes a dead letter. One whose outcome stays unknown becomes a suspect: it is
 * sent alone, in every other turn, and given up after three failures of its own doing.
 */
final class Settler {
  private static final System.Logger LOG = System.getLogger(Settler.class.getName());
  private static final int SUSPECT_FAILURES_MAX = 3;

  private final InFlight held;
  private final int batchMax;
  private final AttemptLog log;
  private final List<EndedRun> pending = new ArrayList<>();
  private final Deque<Suspect> suspects = new ArrayDeque<>();

  private int limit;
  private int sent; // of pending
  private @Nullable Suspect sentAlone;
  private boolean answered; // the engine has, since a suspect last failed
  private boolean suspectsHadTurn; // the last one: they take every other, however much is pending

  /** A settlement that failed alone. */
  private static final class Suspect {
    private final EndedRun ended;
    private int failures;

    Suspect(EndedRun ended) {
      this.ended = ended;
    }
  }

  Settler(InFlight held, int batchMax, AttemptLog log) {
    this.held = held;
    this.batchMax = batchMax;
    this.limit = batchMax;
    this.log = log;
  }

  void add(Collection<EndedRun> ended) {
    for (EndedRun one : ended) {
      if (one.settlement().isPresent()) {
        pending.add(one);
      } else if (one.attempt().isCompletedWithin()) {
        // The claim may be lost since the handler's own transaction has completed the job.
        pending.add(one.asCompletedWithin());
      } else {
        held.remove(one.attempt());
        log.lost(one);
      }
    }
  }

  boolean isEmpty() {
    return pending.isEmpty() && suspects.isEmpty();
  }

  int size() {
    return pending.size() + suspects.size();
  }

  /** What to send next, the oldest first; empty: nothing in this turn. */
  List<Settlement> batch() {
    boolean isTurnOfSuspects = answered && !suspectsHadTurn;
    sentAlone = isTurnOfSuspects ? suspects.poll() : null;
    suspectsHadTurn = sentAlone != null;
    if (sentAlone != null) {
      return List.of(settlement(sentAlone.ended));
    }
    sent = Math.min(limit, pending.size());
    return pending.subList(0, sent).stream().map(Settler::settlement).toList();
  }

  /** The answers to the last batch; none if it was empty. */
  void settled(List<Outcome> outcomes) {
    answered = true;
    if (sentAlone != null) {
      EndedRun ended = sentAlone.ended;
      sentAlone = null;
      settled(ended, outcomes.get(0)).ifPresent(pending::add);
    } else if (sent > 0) {
      settledOfPending(outcomes);
      limit = Math.min(batchMax, 2 * limit);
    }
  }

  private void settledOfPending(List<Outcome> outcomes) {
    List<EndedRun> these = pending.subList(0, sent);
    List<EndedRun> again = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      settled(these.get(i), outcomes.get(i)).ifPresent(again::add);
    }
    these.clear();
    sent = 0;
    pending.addAll(0, again);
  }

  /** Tells what the store answered; what is to be sent now, if anything. */
  private Optional<EndedRun> settled(EndedRun ended, Outcome outcome) {
    if (outcome == Outcome.UNKNOWN) {
      return Optional.of(ended);
    } else if (outcome == Outcome.LOST && ended.mayHaveCompletedWithin()) {
      return Optional.of(ended.asCompletedWithin());
    }
    held.remove(ended.attempt());
    if (outcome == Outcome.LOST) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: its {1} came too late, the claim was lost",
          ended.attempt(),
          settlement(ended).verb());
      log.lost(ended);
    } else {
      log.ended(ended);
    }
    return Optional.empty();
  }

  /**
   * The last batch could not be sent. What no longer has a lease is given up.
   *
   * @return whether the next batch is a smaller one, and worth trying soon
   */
  boolean failed(Throwable cause, long nowNanos) {
    Kind kind = kindOf(cause);
    boolean split = sent > 1 && kind != Kind.TRANSIENT;
    if (split) {
      limit = sent / 2;
    } else if (kind == Kind.PERMANENT) {
      refused(cause);
    } else if (sent == 1 && kind == Kind.UNKNOWN_OUTCOME) {
      suspects.add(new Suspect(pending.remove(0)));
    } else if (sentAlone != null) {
      failedAlone(sentAlone, kind, cause);
    }
    sent = 0;
    sentAlone = null;
    answered = false;
    pending.removeIf(ended -> isOver(ended, nowNanos));
    suspects.removeIf(suspect -> isOver(suspect.ended, nowNanos));
    return split;
  }

  /** What no engine throws is a fault of what was sent, unless the process itself is sick. */
  private static Kind kindOf(Throwable cause) {
    if (cause instanceof BackendException e) {
      return e.kind();
    }
    return cause instanceof Error ? Kind.UNKNOWN_OUTCOME : Kind.PERMANENT;
  }

  /** The one that was sent is at fault, if there was one: the turn may have failed to claim. */
  private void refused(Throwable cause) {
    if (sentAlone == null && sent == 0) {
      return;
    }
    EndedRun ended = sentAlone == null ? pending.remove(0) : sentAlone.ended;
    Optional<Settlement> instead = Lifecycle.refused(settlement(ended), cause);
    LOG.log(
        System.Logger.Level.ERROR,
        ended.attempt()
            + ": its "
            + settlement(ended).verb()
            + " was refused for good; "
            + (instead.isPresent()
                ? "the job becomes a dead letter"
                : "when its lease has ended the job runs again"),
        cause);
    if (instead.isPresent()) {
      pending.add(0, new EndedRun(ended.attempt(), instead, Optional.of(cause)));
    } else {
      held.remove(ended.attempt());
    }
  }

  /** The engine has answered since it failed before. */
  private void failedAlone(Suspect suspect, Kind kind, Throwable cause) {
    suspect.failures += kind == Kind.UNKNOWN_OUTCOME ? 1 : 0;
    if (suspect.failures < SUSPECT_FAILURES_MAX) {
      suspects.add(suspect);
      return;
    }
    held.remove(suspect.ended.attempt());
    LOG.log(
        System.Logger.Level.ERROR,
        suspect.ended.attempt()
            + ": its "
            + settlement(suspect.ended).verb()
            + " was refused "
            + suspect.failures
            + " times while the engine answered others. When its lease has ended the job runs again",
        cause);
  }

  private boolean isOver(EndedRun ended, long nowNanos) {
    boolean over = nowNanos - ended.attempt().leaseEndNanos() > 0;
    if (over) {
      held.remove(ended.attempt());
      LOG.log(
          System.Logger.Level.ERROR,
          "{0}: its {1} could not be sent before its lease ended; the job will run again",
          ended.attempt(),
          settlement(ended).verb());
      log.lost(ended);
    }
    return over;
  }

  private static Settlement settlement(EndedRun ended) {
    return ended.settlement().orElseThrow();
  }
}
