package dev.duly.sql.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Connections that lose an answer, or fail a claim, when they are asked to. */
final class LossyPool {
  private final DataSource real;
  private final AtomicBoolean lossy = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();

  LossyPool(DataSource real) {
    this.real = real;
  }

  /** The next claim or settlement is done, but nobody hears of it. */
  void loseNextAnswer() {
    lossy.set(true);
  }

  void failNextClaim() {
    failing.set(true);
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (method, args) -> {
          Object answer = call(method, real, args);
          return answer instanceof Connection connection ? lossy(connection) : answer;
        });
  }

  private Connection lossy(Connection connection) {
    return proxy(
        Connection.class,
        (method, args) -> {
          if (!method.getName().equals("prepareStatement")) {
            return call(method, connection, args);
          }
          String text = String.valueOf(args[0]);
          boolean fails = text.contains("duly.claim_1") && failing.getAndSet(false);
          args[0] = fails ? text.replace("duly.claim_1(", "1/0*duly.claim_1(") : text;
          PreparedStatement statement = (PreparedStatement) call(method, connection, args);
          return text.contains("duly.claim") ? lossy(statement) : statement;
        });
  }

  private PreparedStatement lossy(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (method, args) -> {
          Object answer = call(method, statement, args);
          if (method.getName().startsWith("execute") && lossy.getAndSet(false)) {
            throw new SQLException("the answer was lost, as asked", "08006");
          }
          return answer;
        });
  }

  private interface Handler {
    Object handle(Method method, Object[] args) throws Throwable;
  }

  private static Object call(Method method, Object target, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> handler.handle(method, args)));
  }
}
