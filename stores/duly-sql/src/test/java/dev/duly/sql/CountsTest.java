package dev.duly.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.QueueRecord;
import dev.duly.backend.Rooms;
import dev.duly.backend.Tally;
import dev.duly.job.Payload;
import dev.duly.sql.postgres.PostgresBackend;
import dev.duly.tck.engine.PrivatePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers report is what the store answered. */
class CountsTest {
  private static final int JOBS = 1_000;
  private static final JobType<Payload, ?> SHIP =
      JobType.raw("ship").retry(RetryPolicy.fixed(Duration.ZERO));

  @TempDir Path folder;

  @Test
  void on_sqlite_a_job_completed_in_the_handlers_transaction_is_a_completion() throws Exception {
    String file = folder.resolve("jobs.db").toString();
    counts(SqliteBackend.file(file), "jdbc:sqlite:" + file, 2);
  }

  @Test
  void on_postgresql_a_job_completed_in_the_handlers_transaction_is_a_completion()
      throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      counts(PostgresBackend.url(server.url()), server.jdbcUrl(), 8);
    }
  }

  private static void counts(Backend backend, String url, int slots) throws Exception {
    AtomicInteger rollBacks = new AtomicInteger(3);
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      jobs.enqueueAll(
          IntStream.range(0, JOBS)
              .mapToObj(i -> NewJob.of(SHIP, Payload.none()).id("s" + i))
              .toList());
      Worker worker =
          jobs.worker()
              .queue("default", slots)
              .handle(
                  SHIP,
                  (payload, attempt) -> {
                    try (Connection tx = transaction(url)) {
                      attempt.completeWithin(tx);
                      if (rollBacks.decrementAndGet() < 0) {
                        tx.commit();
                      } else {
                        tx.rollback();
                      }
                    }
                  })
              .start();
      assertThat(worker.awaitIdle(Duration.ofMinutes(2))).isTrue();
      worker.close();

      Tally tally = tally(backend.rooms());
      assertThat(tally.completed()).isEqualTo(JOBS);
      assertThat(tally.retried()).isEqualTo(3); // those whose transaction was rolled back
      assertThat(tally.dead()).isZero();
      assertThat(queue(backend.rooms()).completed()).isEqualTo(JOBS);
    }
  }

  private static Connection transaction(String url) throws SQLException {
    Connection tx = DriverManager.getConnection(url);
    if (url.startsWith("jdbc:sqlite:")) {
      try (Statement statement = tx.createStatement()) {
        statement.execute("pragma busy_timeout = 30000");
      }
    }
    tx.setAutoCommit(false);
    return tx;
  }

  private static Tally tally(Rooms rooms) {
    return rooms.statistics().orElseThrow().since(Instant.EPOCH).stream()
        .flatMap(report -> report.tallies().stream())
        .reduce(Tally.NOTHING, Tally::plus);
  }

  private static QueueRecord queue(Rooms rooms) {
    List<QueueRecord> queues = rooms.inspector().orElseThrow().queues();
    assertThat(queues).hasSize(1);
    return queues.get(0);
  }
}
