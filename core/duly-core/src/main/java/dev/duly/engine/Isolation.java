package dev.duly.engine;

import dev.duly.lifecycle.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a suspect alone. A job whose lease was lost may have killed its process, or may only have
 * been near the one that did; so it runs next with nothing else in the process: what runs is waited
 * for until it is settled, what has not begun is given back. If the process dies again, the culprit
 * is named, and its neighbours have lost one attempt and no more. Only the turn thread, unless it
 * says otherwise.
 *
 * <p>Neither wait is for ever: a job that has run for 10 s beside the others is not waited for, and
 * a suspect that has run alone for 10 s is alone no longer. What kills its process later is still a
 * dead letter after three lost leases (rule X4).
 */
final class Isolation implements SoloRun.Member {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final SoloRun quarantine;
  private final InFlight held;
  private final Runnable wake;
  private volatile boolean asking; // claims may be on their way
  private @Nullable RunningClaim suspect;
  private boolean started;
  private long sinceNanos;

  /**
   * With a claim to a place in the quarantine, until it is closed.
   *
   * @param wake wakes the turn thread
   */
  Isolation(SoloRun quarantine, InFlight held, Runnable wake) {
    this.quarantine = quarantine;
    this.held = held;
    this.wake = wake;
    quarantine.add(this);
  }

  /** Whether the worker may claim, until it looks again. */
  boolean mayClaim() {
    asking =
        true; // first said, then looked: a run that enters the quarantine does it the other way
    asking = !isActive();
    return asking;
  }

  /** Whether nothing may be claimed or begun. */
  boolean isActive() {
    return suspect != null || quarantine.isTakenByOther(this);
  }

  /** What is to happen to these, which were newly claimed; a suspect among them is kept. */
  Moves admit(List<RunningClaim> claimed, long nowNanos) {
    if (!isActive() && claimed.stream().noneMatch(Isolation::isSuspect)) {
      return Moves.start(claimed);
    }
    List<RunningClaim> others = new ArrayList<>(claimed.size());
    for (RunningClaim running : claimed) {
      if (suspect == null && isSuspect(running) && quarantine.enter(this)) {
        suspect = running;
        sinceNanos = nowNanos;
      } else {
        others.add(running);
      }
    }
    return Moves.giveBack(others);
  }

  /** One that has lost too many leases becomes a dead letter without a run, and harms no other. */
  private static boolean isSuspect(RunningClaim attempt) {
    int lost = attempt.job().streaks().lost();
    return lost > 0 && lost < Lifecycle.LOST_IN_A_ROW_MAX;
  }

  /**
   * Lets the suspect start when it is alone, and the others claim again when it is over.
   *
   * @param stopping the worker claims no more: a suspect that waits is given back
   */
  Moves tick(long nowNanos, boolean stopping) {
    asking = false;
    boolean recall = isActive() && !started;
    return suspect(nowNanos, stopping).andRecallIf(recall);
  }

  private Moves suspect(long nowNanos, boolean stopping) {
    RunningClaim alone = suspect;
    if (alone == null) {
      return Moves.start(List.of());
    }
    boolean patient = nowNanos - sinceNanos < PATIENCE_NANOS;
    if (started) {
      if (!patient || !held.contains(alone)) {
        end();
      }
    } else if (stopping) {
      end();
      return Moves.giveBack(List.of(alone));
    } else if (!patient || quarantine.held() == 1) {
      started = true;
      sinceNanos = nowNanos;
      return Moves.start(List.of(alone));
    }
    return Moves.start(List.of());
  }

  private void end() {
    suspect = null;
    started = false;
    quarantine.leave(this);
  }

  /** Any thread. */
  @Override
  public int held() {
    return held.size() + (asking ? 1 : 0);
  }

  /** Any thread. */
  @Override
  public void wake() {
    wake.run();
  }

  /** The worker is gone. */
  void close() {
    quarantine.remove(this);
  }
}
