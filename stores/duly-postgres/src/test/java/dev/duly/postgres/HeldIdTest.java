package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An id that an open transaction holds keeps whoever enqueues it waiting, and nobody else. */
@Tag("server")
class HeldIdTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");

  @Test
  void an_enqueue_that_has_nothing_to_do_with_it_does_not_wait() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off");
        Duly jobs = Duly.on(PostgresBackend.url(server.url()), Codec.RAW);
        Connection tx = DriverManager.getConnection(server.jdbcUrl())) {
      tx.setAutoCommit(false);
      jobs.within(tx).enqueue(job("held"));
      Future<JobHandle<?>> same = pool.submit(() -> jobs.enqueue(job("held")));
      awaitWaiting(server);

      Future<JobHandle<?>> other = pool.submit(() -> jobs.enqueue(job("other")));

      assertThat(other.get(10, TimeUnit.SECONDS).isNew()).isTrue();
      assertThat(same.isDone()).isFalse();
      tx.commit();
      assertThat(same.get(10, TimeUnit.SECONDS).isNew()).isFalse();
    } finally {
      pool.shutdownNow();
    }
  }

  private static NewJob<Payload, Void> job(String id) {
    return NewJob.of(WORK, Payload.none()).id(id);
  }

  private static void awaitWaiting(PrivatePostgres server) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      boolean waiting = false;
      while (!waiting) {
        try (ResultSet row =
            statement.executeQuery("select exists (select from pg_locks where not granted)")) {
          row.next();
          waiting = row.getBoolean(1);
        }
      }
    }
  }
}
