package dev.duly;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;

/**
 * Where threads come from. Virtual ones for handlers when the runtime has them (Java 21), platform
 * threads otherwise.
 */
public interface Threads {
  /** For handlers, which mostly wait. */
  ThreadFactory handlers(String name);

  /**
   * For the engine's own loops; not a daemon, so that a program goes on until its workers are
   * closed.
   */
  Thread loop(String name, Runnable body);

  /** Virtual handlers if there are any. */
  static Threads best() {
    return of(virtualFactory());
  }

  /** Platform threads for everything. */
  static Threads platform() {
    return of(Threads::platformFactory);
  }

  private static Threads of(java.util.function.Function<String, ThreadFactory> handlers) {
    return new Threads() {
      @Override
      public ThreadFactory handlers(String name) {
        return handlers.apply(name);
      }

      @Override
      public Thread loop(String name, Runnable body) {
        return new Thread(body, name);
      }
    };
  }

  private static ThreadFactory platformFactory(String name) {
    java.util.concurrent.atomic.AtomicInteger number =
        new java.util.concurrent.atomic.AtomicInteger();
    return body -> {
      Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** By reflection, since these classes are compiled for Java 17. */
  private static java.util.function.Function<String, ThreadFactory> virtualFactory() {
    try {
      Method ofVirtual = Thread.class.getMethod("ofVirtual");
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Method name = builder.getMethod("name", String.class, long.class);
      Method factory = builder.getMethod("factory");
      return prefix -> {
        try {
          return (ThreadFactory)
              factory.invoke(name.invoke(ofVirtual.invoke(null), prefix + "-", 1L));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("virtual threads are there, but cannot be made", e);
        }
      };
    } catch (ReflectiveOperationException e) {
      return Threads::platformFactory;
    }
  }
}
