package dev.duly.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One place in a process for a job that may kill it (rule X2). While a worker has the place, every
 * other worker of the process claims nothing and gives back what has not begun. Thread-safe.
 */
final class Quarantine {
  /** Workers share their process's fate, whatever they are on. */
  static final Quarantine OF_THIS_PROCESS = new Quarantine();

  private final Set<Resident> residents = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Resident> occupant = new AtomicReference<>();

  /** A worker of this process. */
  interface Resident {
    /** How many claims it holds or may be about to. */
    int held();

    /** Something has changed: it looks again whether it may claim. */
    void wake();
  }

  void add(Resident worker) {
    residents.add(worker);
  }

  void remove(Resident worker) {
    leave(worker);
    residents.remove(worker);
  }

  /** Takes the place; false if another has it. */
  boolean enter(Resident worker) {
    boolean entered = occupant.compareAndSet(null, worker);
    if (entered) {
      wakeOthers(worker);
    }
    return entered;
  }

  void leave(Resident worker) {
    if (occupant.compareAndSet(worker, null)) {
      wakeOthers(worker);
    }
  }

  private void wakeOthers(Resident worker) {
    residents.stream().filter(other -> other != worker).forEach(Resident::wake);
  }

  /** Whether another than this has the place. */
  boolean isTakenByOther(Resident worker) {
    Resident now = occupant.get();
    return now != null && now != worker;
  }

  /** How many claims the whole process holds. */
  int held() {
    return residents.stream().mapToInt(Resident::held).sum();
  }
}
