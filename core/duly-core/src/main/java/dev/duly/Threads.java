package dev.duly;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Where threads come from. */
public interface Threads {
  /** For the handlers of a pool. */
  ThreadFactory handlers(String name, ThreadKind kind);

  /**
   * For the engine's own loops; not a daemon, so that a program goes on until its workers are
   * closed.
   */
  Thread loop(String name, Runnable body);

  /** The runtime's own. */
  static Threads system() {
    return new Threads() {
      @Override
      public ThreadFactory handlers(String name, ThreadKind kind) {
        return kind == ThreadKind.VIRTUAL ? VirtualThreads.factory(name) : daemons(name);
      }

      @Override
      public Thread loop(String name, Runnable body) {
        return new Thread(body, name);
      }
    };
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
