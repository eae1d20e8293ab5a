package dev.duly.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Attempt;
import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.BackendException;
import dev.duly.backend.room.Inspector;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application's own transaction on the jobs' file: what is refused, what would deadlock, and
 * what a handler sees.
 */
class TransactionsTest {
  private static final JobType<Payload, Void> CHARGE = JobType.raw("charge");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Duly jobs;

  @BeforeEach
  void open() throws SQLException {
    jobs = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), Codec.RAW);
    try (Connection setUp = DriverManager.getConnection(url("jobs.db"));
        Statement statement = setUp.createStatement()) {
      statement.execute("create table booking (job text)");
    }
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private String url(String file) {
    return "jdbc:sqlite:" + folder.resolve(file);
  }

  private Connection transaction(String file) throws SQLException {
    Connection tx = DriverManager.getConnection(url(file));
    tx.setAutoCommit(false);
    return tx;
  }

  private static void book(Connection tx, String job) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute("insert into booking values ('" + job + "')");
    }
  }

  private int bookings() throws SQLException {
    try (Connection db = DriverManager.getConnection(url("jobs.db"));
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from booking")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static NewJob<Payload, Void> charge(String id) {
    return NewJob.of(CHARGE, Payload.json("{}")).id(id);
  }

  private JobRecord record(String id) {
    Inspector inspector = jobs.backend().rooms().inspector().orElseThrow();
    return inspector.find(new JobRef("default", new JobId(id))).orElseThrow();
  }

  @Test
  void a_job_and_the_applications_rows_are_one() throws SQLException {
    try (Connection tx = transaction("jobs.db")) {
      book(tx, "a");
      assertThat(jobs.within(tx).enqueue(charge("a")).isNew()).isTrue();
      tx.commit();
      book(tx, "b");
      jobs.within(tx).enqueueAll(List.of(charge("b"), charge("c")));
      tx.rollback();
    }

    assertThat(record("a").state()).isEqualTo(JobState.WAITING);
    assertThat(
            jobs.backend()
                .rooms()
                .inspector()
                .orElseThrow()
                .find(new JobRef("default", new JobId("b"))))
        .isEmpty();
    assertThat(bookings()).isEqualTo(1);
  }

  @Test
  void a_connection_to_another_database_is_refused() throws SQLException {
    try (Connection other = transaction("other.db");
        Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      assertThatThrownBy(() -> jobs.within(other).enqueue(charge("a")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("other.db")
          .hasMessageContaining("jobs.db")
          .hasMessageContaining("cannot commit together");
      memory.setAutoCommit(false);
      assertThatThrownBy(() -> jobs.within(memory).enqueue(charge("a")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("a database in memory");
    }
  }

  @Test
  void a_second_writer_on_the_same_thread_is_told_at_once_instead_of_waiting_for_itself()
      throws SQLException {
    try (Connection tx = transaction("jobs.db")) {
      jobs.within(tx).enqueue(charge("a"));

      assertThatThrownBy(() -> jobs.enqueue(charge("b")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("this thread has a transaction open")
          .hasMessageContaining("within(connection)");
      tx.commit();
      jobs.enqueue(charge("b"));
    }
    assertThat(record("a").state()).isEqualTo(JobState.WAITING);
    assertThat(record("b").state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void a_transaction_that_began_by_reading_and_was_overtaken_is_told_how_to_begin()
      throws SQLException {
    try (Connection tx = transaction("jobs.db");
        Statement statement = tx.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from booking")) {
      row.next();
      jobs.enqueue(charge("a"));

      assertThatThrownBy(() -> jobs.within(tx).enqueue(charge("b")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("transaction_mode=IMMEDIATE");
    }
  }

  @Test
  void a_transaction_waits_for_its_lock_beside_a_busy_writer() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> busy =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !over.get(); i++) {
                jobs.enqueue(charge("busy-" + i));
              }
            });
    try (Connection tx = transaction("jobs.db")) {
      for (int i = 0; i < 100; i++) {
        jobs.within(tx).enqueue(charge("mine-" + i));
        tx.commit();
      }
    } finally {
      over.set(true);
    }
    busy.get(30, TimeUnit.SECONDS);

    assertThat(record("mine-99").state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void a_handler_completes_its_job_with_its_own_rows() throws Exception {
    jobs.enqueue(charge("a"));
    work((payload, attempt) -> bookAndComplete(attempt, true));

    assertThat(record("a").state()).isEqualTo(JobState.COMPLETED);
    assertThat(record("a").job().attempts()).isZero();
    assertThat(bookings()).isEqualTo(1);
  }

  @Test
  void a_handler_whose_transaction_did_not_commit_has_failed_and_is_tried_again() throws Exception {
    jobs.enqueue(charge("a").maxAttempts(1));
    work((payload, attempt) -> bookAndComplete(attempt, false));

    assertThat(record("a").state()).isEqualTo(JobState.DEAD);
    assertThat(record("a").lastError().orElseThrow().message())
        .contains("its transaction was not committed");
    assertThat(bookings()).isZero();
  }

  @Test
  void outside_its_handler_an_attempt_cannot_be_completed() throws Exception {
    jobs.enqueue(charge("a"));
    AtomicReference<@Nullable Attempt> kept = new AtomicReference<>();
    work((payload, attempt) -> kept.set(attempt));

    try (Connection tx = transaction("jobs.db")) {
      assertThatThrownBy(() -> requireNonNull(kept.get()).completeWithin(tx))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is not in its handler");
    }
  }

  private void bookAndComplete(Attempt attempt, boolean commit) throws SQLException {
    try (Connection tx = transaction("jobs.db")) {
      book(tx, attempt.id().value());
      attempt.completeWithin(tx);
      if (commit) {
        tx.commit();
      } else {
        tx.rollback();
      }
    }
  }

  private void work(Handler<Payload> handler) throws InterruptedException {
    try (Worker worker = jobs.worker().queue("default", 2).handle(CHARGE, handler).start()) {
      assertThat(worker.awaitIdle(Duration.ofSeconds(30))).isTrue();
    }
  }
}
