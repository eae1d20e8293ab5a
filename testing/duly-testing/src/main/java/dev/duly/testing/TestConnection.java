package dev.duly.testing;

import dev.duly.backend.BackendException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that tells when it commits; alone, or around one to a database. */
final class TestConnection implements InvocationHandler {
  private final @Nullable Connection real;
  private final List<Runnable> staged = new ArrayList<>();
  private boolean autoCommit;
  private boolean closed;

  private TestConnection(@Nullable Connection real) {
    this.real = real;
  }

  /**
   * As code under test sees it.
   *
   * @param real null: there is no database behind it
   */
  static Connection of(@Nullable Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            TestConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new TestConnection(real));
  }

  void onCommit(Runnable act) {
    staged.add(act);
  }

  void requireTransaction() {
    if (autoCommit || closed) {
      throw new BackendException(
          "test queue: the connection is "
              + (closed
                  ? "closed"
                  : "in auto-commit mode, so that the job would not depend on your"
                      + " rows. Call setAutoCommit(false) first."));
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    Object answer = real == null ? alone(proxy, method, arguments) : called(method, arguments);
    switch (name) {
      case "commit" -> {
        List<Runnable> acts = List.copyOf(staged);
        staged.clear();
        acts.forEach(Runnable::run);
      }
      case "rollback" -> staged.clear();
      case "close" -> {
        staged.clear();
        closed = true;
      }
      case "setAutoCommit" -> autoCommit = arguments != null && (boolean) arguments[0];
      default -> {}
    }
    return answer;
  }

  private @Nullable Object called(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object alone(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "commit", "rollback", "close", "setAutoCommit" -> null;
      case "getAutoCommit" -> autoCommit;
      case "isClosed" -> closed;
      case "toString" -> "a connection of a test queue";
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      default ->
          throw new UnsupportedOperationException(
              "there is no database behind this connection of a test queue, for "
                  + method.getName()
                  + ": use queue.connection(yours) around a connection to one");
    };
  }
}
