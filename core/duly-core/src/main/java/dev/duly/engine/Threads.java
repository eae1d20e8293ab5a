package dev.duly.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Where threads come from. */
public interface Threads {
  /** Threads of the operating system for the handlers of a pool; daemons. */
  ThreadFactory platform(String name);

  /**
   * Virtual threads for the handlers of a pool.
   *
   * @throws IllegalStateException where there are none: before Java 21
   */
  ThreadFactory virtual(String name);

  /**
   * For the engine's own loops; not a daemon, so that a program goes on until its workers are
   * closed.
   */
  Thread loop(String name, Runnable body);

  /** The runtime's own. */
  static Threads system() {
    return new Threads() {
      @Override
      public ThreadFactory platform(String name) {
        return daemons(name);
      }

      @Override
      public ThreadFactory virtual(String name) {
        return VirtualThreads.factory(name);
      }

      @Override
      public Thread loop(String name, Runnable body) {
        return new Thread(body, name);
      }
    };
  }

  /** Whether this runtime has virtual threads: Java 21 or later. */
  static boolean haveVirtual() {
    return VirtualThreads.areAvailable();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return body -> {
      Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
