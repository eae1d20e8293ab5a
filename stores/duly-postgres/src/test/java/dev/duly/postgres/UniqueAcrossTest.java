package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.tck.bench.UniqueRace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule E6 with several processes: one job each holds a key. */
@Tag("server")
class UniqueAcrossTest {
  private static final PrivatePostgres SERVER = PrivatePostgres.start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "q", Payload.none());
  }

  @Test
  void of_two_processes_with_eight_threads_each_one_gets_a_key() throws Exception {
    try (Backend one = PostgresBackend.url(SERVER.url());
        Backend other = PostgresBackend.url(SERVER.url())) {
      UniqueRace race = new UniqueRace(List.of(one, other), job("x"));
      race.run("1");
      race.run("2");
      assertThat(one.rooms().inspector().orElseThrow().list(JobQuery.all(1_000)).jobs())
          .hasSize(UniqueRace.KEYS);
    }
  }

  /** Why {@code holds_1} must be volatile: a stable one looks with the statement's old snapshot. */
  @Test
  void a_function_that_does_not_see_what_was_committed_meanwhile_gives_a_key_to_two()
      throws Exception {
    try (Backend backend = PostgresBackend.url(SERVER.url());
        Connection tx = DriverManager.getConnection(SERVER.jdbcUrl())) {
      tx.setAutoCommit(false);
      assertThat(secondBesideATransaction(backend, tx, "v"))
          .isEqualTo(new Enqueued.Duplicate(new JobId("v1")));
      function("volatile", "stable");
      try {
        assertThat(secondBesideATransaction(backend, tx, "s"))
            .isEqualTo(new Enqueued.Stored(new JobId("s2")));
      } finally {
        function("volatile", "volatile");
      }
    }
  }

  private static Enqueued secondBesideATransaction(Backend backend, Connection tx, String name)
      throws Exception {
    Labels labels = Labels.NONE.withUniqueKey(name);
    backend
        .rooms()
        .transactions()
        .orElseThrow()
        .enqueue(tx, List.of(job(name + "1").withLabels(labels)));
    CompletableFuture<Enqueued> second =
        CompletableFuture.supplyAsync(
            () -> backend.enqueue(List.of(job(name + "2").withLabels(labels))).get(0));
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    tx.commit();
    return second.get(30, TimeUnit.SECONDS);
  }

  private static void function(String from, String to) throws SQLException {
    String text =
        new Statements()
            .text("A005__holds")
            .replace("create function", "create or replace function")
            .replace("language plpgsql " + from, "language plpgsql " + to);
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
