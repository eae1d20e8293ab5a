package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person deletes jobs while they are pruned: each is removed once, and counted once. */
@Tag("server")
class PruneBesideDeletesTest {
  private static final int JOBS = 100;

  @Test
  void a_job_that_is_deleted_and_pruned_at_once_is_counted_once() throws Exception {
    try (PostgresUnderTest bench = new PostgresUnderTest();
        Session session =
            bench.backend().open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      complete(bench, session);
      bench.advance(Duration.ofDays(8));

      try (Connection person = bench.connect()) {
        delete(person, 60);
        CompletableFuture<Void> pruning = CompletableFuture.runAsync(bench::prune);
        awaitWaiting(person, pruning);
        person.commit();
        pruning.get(30, TimeUnit.SECONDS);
      }

      Inspector inspector = bench.backend().rooms().inspector().orElseThrow();
      assertThat(inspector.queues())
          .extracting(QueueRecord::completed, QueueRecord::waiting)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, 0L));
      bench.checkStore();
    }
  }

  private static void complete(PostgresUnderTest bench, Session session) {
    bench
        .backend()
        .enqueue(
            IntStream.range(0, JOBS)
                .mapToObj(
                    i -> new EncodedJob(new JobId("j" + i), "t", "default", Payload.json("1")))
                .toList());
    List<Claim> claims =
        session.claim(List.of(new Demand("default", JOBS)), Duration.ZERO).claims();
    session.settle(claims.stream().<Settlement>map(Settlement.Complete::new).toList(), List.of());
  }

  /** As an operator does, and does not commit yet. */
  private static void delete(Connection person, int jobs) throws Exception {
    try (PreparedStatement delete =
        person.prepareStatement(new Statements().text("delete_final"))) {
      delete.setArray(
          1,
          person.createArrayOf(
              "text", IntStream.range(0, jobs).mapToObj(i -> "j" + i).toArray(String[]::new)));
      delete.setBoolean(2, false); // not dead ones alone
      try (ResultSet deleted = delete.executeQuery()) {
        assertThat(deleted.next()).isTrue();
      }
    }
  }

  /** Until the pruning waits for what is being deleted, or has not. */
  private static void awaitWaiting(Connection person, CompletableFuture<Void> pruning)
      throws Exception {
    try (Statement look = person.createStatement()) {
      long waiting;
      do {
        try (ResultSet row = look.executeQuery("select count(*) from pg_locks where not granted")) {
          row.next();
          waiting = row.getLong(1);
        }
      } while (waiting == 0 && !pruning.isDone());
    }
  }
}
