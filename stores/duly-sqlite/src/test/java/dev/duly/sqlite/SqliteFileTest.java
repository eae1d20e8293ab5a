package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: what is refused, what survives, and who may share it. */
class SqliteFileTest {
  private static final WorkerInfo SEAT = new WorkerInfo("w", Duration.ofSeconds(30));

  @TempDir Path folder;

  @Test
  void a_file_that_is_no_database_is_refused_and_left_alone() throws Exception {
    Path file = folder.resolve("notes.txt");
    Files.writeString(
        file, "these are my notes, all of them, and not a database at all\n".repeat(50));
    String before = Files.readString(file);

    assertThatThrownBy(() -> SqliteBackend.file(file))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("notes.txt")
        .hasMessageContaining("is not a SQLite database");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() throws Exception {
    Path file = folder.resolve("other.db");
    execute(file, "create table mine (x)");

    assertThatThrownBy(() -> SqliteBackend.file(file))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("is a database of another program");
    try (Db db = new SqliteFile(file).connect()) {
      assertThat(SqliteFile.text(db, "select group_concat(name) from sqlite_schema"))
          .isEqualTo("mine");
    }
  }

  @Test
  void a_library_that_can_lose_a_commit_is_refused() {
    for (String old : List.of("3.51.2", "3.50.9", "2.99.99", "3.51")) {
      assertThatThrownBy(() -> SqliteFile.requireLibrary(old))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("library " + old)
          .hasMessageContaining("3.51.3 or newer");
    }
    SqliteFile.requireLibrary("3.51.3");
    SqliteFile.requireLibrary("3.54.1");
    SqliteFile.requireLibrary("4.0.0");
  }

  @Test
  void a_newer_schema_is_refused() throws Exception {
    Path file = folder.resolve("jobs.db");
    SqliteBackend.file(file).close();
    execute(file, "pragma user_version = 99");

    assertThatThrownBy(() -> SqliteBackend.file(file))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("has schema 99")
        .hasMessageContaining("Update Duly");
  }

  @Test
  void a_missing_folder_and_a_folder_in_place_of_the_file_are_refused() {
    assertThatThrownBy(() -> SqliteBackend.file(folder.resolve("no/jobs.db")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> SqliteBackend.file(folder))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void jobs_and_claims_outlive_the_backend() {
    Path file = folder.resolve("jobs.db");
    Claim held;
    try (SqliteBackend first = SqliteBackend.file(file)) {
      first.enqueue(List.of(job("a"), job("b")));
      held = claim(first).get(0);
    }

    try (SqliteBackend second = SqliteBackend.file(file);
        Session session = second.open(SEAT, () -> {})) {
      session.settle(List.of(new Complete(held)), List.of());
      assertThat(claim(second)).extracting(c -> c.job().id().value()).containsExactly("b");
      assertThat(second.rooms().inspector().orElseThrow().find(held.job().ref()))
          .hasValueSatisfying(r -> assertThat(r.state()).isEqualTo(JobState.COMPLETED));
    }
  }

  @Test
  void a_waiting_claim_hears_an_enqueue_of_this_and_of_another_opener_of_the_file()
      throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteBackend here = SqliteBackend.file(file);
        SqliteBackend there = SqliteBackend.file(file);
        Session session = here.open(SEAT, () -> {})) {
      for (SqliteBackend producer : List.of(here, there)) {
        CompletableFuture<List<Claim>> waiting =
            CompletableFuture.supplyAsync(
                () ->
                    session
                        .claim(List.of(new Demand("default", 1)), Duration.ofMinutes(1))
                        .claims());
        producer.enqueue(List.of(job(producer == here ? "here" : "there")));
        assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
      }
    }
  }

  @Test
  void wake_is_sticky_and_close_ends_a_wait() throws Exception {
    try (SqliteBackend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Session session = backend.open(SEAT, () -> {});
      List<Demand> demand = List.of(new Demand("default", 1));

      session.wake();
      assertThat(session.claim(demand, Duration.ofMinutes(1)).claims()).isEmpty();

      CompletableFuture<List<Claim>> waiting =
          CompletableFuture.supplyAsync(
              () -> session.claim(demand, Duration.ofMinutes(1)).claims());
      session.close();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void many_callers_at_once_are_all_answered_and_all_stored() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      List<Thread> callers =
          java.util.stream.IntStream.range(0, 16)
              .mapToObj(
                  t ->
                      new Thread(
                          () -> {
                            for (int i = 0; i < 50; i++) {
                              backend.enqueue(List.of(job("t" + t + "-" + i)));
                            }
                          }))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join(60_000);
      }

      assertThat(backend.rooms().inspector().orElseThrow().queues())
          .singleElement()
          .matches(q -> q.waiting() == 800);
    }
  }

  @Test
  void whatever_goes_wrong_in_the_writer_nobody_waits_for_ever_and_it_goes_on() {
    LossyFile file = new LossyFile(folder.resolve("jobs.db"), null);
    try (SqliteBackend backend = new SqliteBackend(file, SqliteClock.system())) {
      file.loseNextCommit();
      file.breakNextRollBack();

      assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("enqueue of 1 jobs")
          .hasRootCauseMessage("broken, as asked");
      assertThat(backend.enqueue(List.of(job("b")))).hasSize(1);
    }
  }

  @Test
  void after_close_a_call_says_so() {
    SqliteBackend backend = SqliteBackend.file(folder.resolve("jobs.db"));
    backend.close();

    assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("after close");
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "default", Payload.json("{}"));
  }

  private static List<Claim> claim(SqliteBackend backend) {
    try (Session session = backend.open(SEAT, () -> {})) {
      return session.claim(List.of(new Demand("default", 1)), Duration.ZERO).claims();
    }
  }

  private static void execute(Path file, String statement) throws SQLException {
    try (Db db = new SqliteFile(file).connect()) {
      db.execute(statement);
    }
  }
}
