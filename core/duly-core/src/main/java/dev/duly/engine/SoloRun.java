package dev.duly.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One place in a process for a job that may kill it (rule X2). While a worker has the place, every
 * other worker of the process claims nothing and gives back what has not begun. Thread-safe.
 */
final class SoloRun {
  /** Workers share their process's fate, whatever they are on. */
  static final SoloRun OF_THIS_PROCESS = new SoloRun();

  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Member> occupant = new AtomicReference<>();

  /** A worker of this process. */
  interface Member {
    /** How many claims it holds or may be about to. */
    int held();

    /** Something has changed: it looks again whether it may claim. */
    void wake();
  }

  void add(Member worker) {
    members.add(worker);
  }

  void remove(Member worker) {
    leave(worker);
    members.remove(worker);
  }

  /** Takes the place; false if another has it. */
  boolean enter(Member worker) {
    boolean entered = occupant.compareAndSet(null, worker);
    if (entered) {
      wakeOthers(worker);
    }
    return entered;
  }

  void leave(Member worker) {
    if (occupant.compareAndSet(worker, null)) {
      wakeOthers(worker);
    }
  }

  private void wakeOthers(Member worker) {
    members.stream().filter(other -> other != worker).forEach(Member::wake);
  }

  /** Whether another than this has the place. */
  boolean isTakenByOther(Member worker) {
    Member now = occupant.get();
    return now != null && now != worker;
  }

  /** How many claims the whole process holds. */
  int held() {
    return members.stream().mapToInt(Member::held).sum();
  }
}
