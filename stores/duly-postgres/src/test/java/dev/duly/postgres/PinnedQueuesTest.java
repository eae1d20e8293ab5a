package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asking for the depth of queues stays cheap while an open transaction keeps dead rows. */
@Tag("faults")
class PinnedQueuesTest {
  private static final int ROUNDS = 60;
  private static final int BULK = 1_000;

  @Test
  void queues_are_counted_without_stepping_over_all_that_was_claimed() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off", "autovacuum=off");
        PostgresBackend backend = PostgresBackend.url(server.url());
        PostgresBackend other = PostgresBackend.url(server.url());
        Connection idle = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = idle.createStatement()) {
      idle.setAutoCommit(false);
      statement.execute("select txid_current()");
      churn(backend);
      Inspector bounded = backend.rooms().inspector().orElseThrow();
      for (int i = 0; i < 5; i++) {
        bounded.queues(); // three slow ones, and it is bounded
      }
      Inspector others = other.rooms().inspector().orElseThrow();
      quickest(2, others); // it has not yet seen that it is slow
      long everywhere = quickest(1, others);

      long flat = quickest(5, bounded);

      System.out.printf("queues: %,d us everywhere, %,d us bounded%n", everywhere, flat);
      assertThat(flat).isLessThan(everywhere / 2);
      assertThat(bounded.queues()).singleElement().matches(q -> q.waiting() == 1);
      assertThat(bounded.queues().get(0).firstDue()).isPresent();
    }
  }

  private static void churn(PostgresBackend backend) {
    try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      for (int round = 0; round < ROUNDS; round++) {
        int from = round * BULK;
        Instant due = Instant.now().minusSeconds(1_000 - round); // each its own: a row for each
        backend.enqueue(
            IntStream.range(from, from + BULK)
                .mapToObj(i -> job("j" + i).withDue(new Due.At(due.plusMillis(i % BULK))))
                .toList());
        List<Claim> claims =
            session.claim(List.of(new Demand("default", BULK)), Duration.ZERO).claims();
        session.settle(
            claims.stream().<Settlement>map(Settlement.Complete::new).toList(), List.of());
      }
    }
    backend.enqueue(List.of(job("last")));
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "default", Payload.json("1"));
  }

  private static long quickest(int times, Inspector inspector) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      inspector.queues();
      quickest = Math.min(quickest, (System.nanoTime() - began) / 1_000);
    }
    return quickest;
  }
}
