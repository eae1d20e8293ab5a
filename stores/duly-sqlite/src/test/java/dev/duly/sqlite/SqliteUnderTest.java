package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.lab.mutant.SqlMutant;
import dev.duly.memory.ManualClock;
import dev.duly.tck.bench.BackendUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fresh file in a folder of its own. */
final class SqliteUnderTest implements BackendUnderTest {
  private static final String GROUPS_THAT_DIFFER =
      """
      with
        waits as (
          select job.queue, job.priority, group_key as key from job join lane using (lane)
          where state = 'waiting' and gate = 'keys'
        ),
        has as (select queue, priority, key from turn where key <> '')
      select 'no turn: ' || key from (select * from waits except select * from has)
      union all
      select 'no job: ' || key from (select * from has except select * from waits)
      """;

  private final ManualClock clock = new ManualClock();
  private final Path folder;
  private final LossyFile file;
  private final SqliteBackend backend;

  SqliteUnderTest() {
    this(null);
  }

  /** With one statement changed. */
  SqliteUnderTest(@Nullable SqlMutant mutant) {
    try {
      folder = Files.createTempDirectory("duly-kit");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = new LossyFile(folder.resolve("jobs.db"), mutant);
    backend = new SqliteBackend(file, SqliteClock.of(clock));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public void loseNextAnswer() {
    file.loseNextCommit();
  }

  @Override
  public void failNextClaim() {
    file.failNextClaim();
  }

  @Override
  public void prune() {
    backend.prune(false);
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = file.connect().connection();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void checkStore() {
    try (Db db = file.connect()) {
      assertThat(rows(db, "pragma integrity_check")).containsExactly("ok");
      assertThat(
              rows(
                  db,
                  "select token || ' open ' || open from claim where open != (select count(*) from"
                      + " job where job.token = claim.token and state = 'running' and seq between lo"
                      + " and hi and job.lane = claim.lane)"))
          .as("claim rows whose open count is wrong")
          .isEmpty();
      assertThat(
              rows(
                  db,
                  "select id from job where state = 'running' and token not in (select token from"
                      + " claim)"))
          .as("running jobs without a claim row")
          .isEmpty();
      assertThat(
              rows(
                  db,
                  "select job from note where job not in (select seq from job) union all"
                      + " select job from progress where job not in (select seq from job)"))
          .as("notes without a job")
          .isEmpty();
      assertThat(rows(db, GROUPS_THAT_DIFFER))
          .as("groups without a row, or rows without")
          .isEmpty();
      assertThat(
              rows(
                  db,
                  "select id from job join lane using (lane) where state = 'waiting' and gate <>"
                      + " iif(job.type in (select type from paused_type), 'type:' || job.type ||"
                      + " iif(group_key is null, '', ' keys'), iif(group_key is null, '', 'keys'))"))
          .as("waiting jobs in the lane of others")
          .isEmpty();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> rows(Db db, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = db.connection().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    backend.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        Files.delete(path);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
