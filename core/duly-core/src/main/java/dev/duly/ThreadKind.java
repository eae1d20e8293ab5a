package dev.duly;

import dev.duly.engine.Threads;
import java.util.concurrent.ThreadFactory;

/** On which threads a pool runs its handlers. */
public enum ThreadKind {
  /**
   * Threads of the operating system, one per busy slot: the default. A pool's handlers run whatever
   * other pools do, also while those compute.
   */
  PLATFORM,
  /**
   * Virtual threads, for thousands of slots that mostly wait (Java 21 or later). All virtual
   * threads of a process share as many carrier threads as it has cores, so handlers that compute
   * for long keep the handlers of every virtual pool waiting.
   */
  VIRTUAL;

  /** Those of this kind for the handlers of a pool. */
  ThreadFactory of(Threads threads, String name) {
    return this == VIRTUAL ? threads.virtual(name) : threads.platform(name);
  }

  /** Whether this runtime has such threads. */
  public boolean isAvailable() {
    return this == PLATFORM || Threads.haveVirtual();
  }
}
