package dev.duly.engine;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Virtual threads by reflection, since these classes are compiled for Java 17. */
final class VirtualThreads {
  private static final Optional<Method> OF_VIRTUAL = ofVirtual();

  private VirtualThreads() {}

  static boolean areAvailable() {
    return OF_VIRTUAL.isPresent();
  }

  /** Makes threads of this name and a number. */
  static ThreadFactory factory(String name) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object named =
          builder
              .getMethod("name", String.class, long.class)
              .invoke(OF_VIRTUAL.orElseThrow().invoke(null), name + "-", 1L);
      return (ThreadFactory) builder.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads are there, but cannot be made", e);
    }
  }

  private static Optional<Method> ofVirtual() {
    try {
      Class.forName("java.lang.Thread$Builder"); // the preview of Java 19 and 20 has it, too
      return Runtime.version().feature() < 21
          ? Optional.empty()
          : Optional.of(Thread.class.getMethod("ofVirtual"));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
