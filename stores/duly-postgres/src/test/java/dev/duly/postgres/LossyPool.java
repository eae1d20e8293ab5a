package dev.duly.postgres;

import dev.duly.lab.server.Proxies;
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
    return Proxies.of(
        DataSource.class,
        (method, args) -> {
          Object answer = Proxies.call(method, real, args);
          return answer instanceof Connection connection ? lossy(connection) : answer;
        });
  }

  private Connection lossy(Connection connection) {
    return Proxies.of(
        Connection.class,
        (method, args) -> {
          if (!method.getName().equals("prepareStatement")) {
            return Proxies.call(method, connection, args);
          }
          String text = String.valueOf(args[0]);
          boolean fails = text.contains("duly.claim_1") && failing.getAndSet(false);
          args[0] = fails ? text.replace("duly.claim_1(", "1/0*duly.claim_1(") : text;
          PreparedStatement statement = (PreparedStatement) Proxies.call(method, connection, args);
          return text.contains("duly.claim") ? lossy(statement) : statement;
        });
  }

  private PreparedStatement lossy(PreparedStatement statement) {
    return Proxies.of(
        PreparedStatement.class,
        (method, args) -> {
          Object answer = Proxies.call(method, statement, args);
          if (method.getName().startsWith("execute") && lossy.getAndSet(false)) {
            throw new SQLException("the answer was lost, as asked", "08006");
          }
          return answer;
        });
  }
}
