package dev.duly.sqlite;

import dev.duly.lab.mutant.SqlMutant;
import dev.duly.lab.server.Proxies;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A file whose next commit happens, but says that it failed: what a caller sees when the answer is
 * lost.
 */
final class LossyFile extends SqliteFile {
  private final AtomicBoolean lossy = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicBoolean breaking = new AtomicBoolean();

  private final @Nullable SqlMutant mutant;

  LossyFile(Path path, @Nullable SqlMutant mutant) {
    super(path);
    this.mutant = mutant;
  }

  void loseNextCommit() {
    lossy.set(true);
  }

  /** An error that nobody expects, and none of SQL. */
  void breakNextRollBack() {
    breaking.set(true);
  }

  void failNextClaim() {
    failing.set(true);
  }

  @Override
  Db connect() throws SQLException {
    Db db = super.connect();
    if (mutant != null) {
      db.execute("pragma synchronous = off"); // many a kit is run on a mutant, and no power is cut
    }
    Connection real = db.connection();
    return new Db(
        Proxies.of(
            Connection.class,
            (method, args) -> {
              mutate(method, args);
              if (method.getName().equals("prepareStatement")
                  && args[0].equals(Db.text("rollback"))
                  && breaking.getAndSet(false)) {
                throw new IllegalStateException("broken, as asked");
              }
              Object answer = Proxies.call(method, real, args);
              return method.getName().equals("prepareStatement")
                  ? faulty(String.valueOf(args[0]), (PreparedStatement) answer)
                  : answer;
            }));
  }

  private void mutate(Method method, Object[] args) {
    if (mutant != null
        && method.getName().equals("prepareStatement")
        && args[0].equals(Db.text(mutant.statement()))) {
      args[0] = mutant.text();
    }
  }

  private PreparedStatement faulty(String text, PreparedStatement real) {
    boolean commits = text.strip().equals("commit");
    boolean claims = text.equals(Db.text("claim_due"));
    return commits || claims
        ? Proxies.of(
            PreparedStatement.class,
            (method, args) -> {
              if (claims && method.getName().equals("executeQuery") && failing.getAndSet(false)) {
                throw new SQLException("the claim failed, as asked");
              }
              Object answer = Proxies.call(method, real, args);
              if (commits && method.getName().equals("executeUpdate") && lossy.getAndSet(false)) {
                throw new SQLException("the answer was lost, as asked");
              }
              return answer;
            })
        : real;
  }
}
