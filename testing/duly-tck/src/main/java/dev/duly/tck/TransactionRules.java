package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimLostException;
import dev.duly.backend.Demand;
import dev.duly.backend.Feature;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Outcome;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Transactions;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Enqueued.Conflict;
import dev.duly.job.Enqueued.Duplicate;
import dev.duly.job.Enqueued.Stored;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.tck.bench.Rule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules E5 and S5, where the jobs lie in the same database as the application's own rows. */
abstract class TransactionRules extends KitChapter {
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Transactions transactions;

  @SuppressWarnings("NullAway.Init")
  private Connection tx;

  @BeforeEach
  void connect() throws SQLException {
    assumeTrue(backend.rooms().transactions().isPresent(), "not offered");
    transactions = backend.rooms().transactions().orElseThrow();
    tx = bench.connect();
    execute("create table mine (x integer)");
    tx.commit();
  }

  @AfterEach
  void disconnect() throws SQLException {
    if (tx != null) {
      tx.rollback();
      tx.close();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute(sql);
    }
  }

  private int mine() throws SQLException {
    try (Statement statement = tx.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from mine")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  @Rule("E5")
  void a_job_enqueued_within_a_transaction_comes_with_its_commit() throws SQLException {
    execute("insert into mine values (1)");
    assertThat(transactions.enqueue(tx, List.of(job("a"), job("b"))))
        .containsExactly(new Stored(new JobId("a")), new Stored(new JobId("b")));
    assertThat(inspector().find(ref("a"))).isEmpty();

    tx.commit();
    assertThat(ids(claim(session, 5))).containsExactly("a", "b");
    assertThat(mine()).isEqualTo(1);
  }

  @Test
  @Rule("E5")
  void a_transaction_that_is_rolled_back_leaves_nothing() throws SQLException {
    execute("insert into mine values (1)");
    transactions.enqueue(tx, List.of(job("a")));
    tx.rollback();

    assertThat(inspector().find(ref("a"))).isEmpty();
    assertThat(claim(session, 5)).isEmpty();
    assertThat(inspector().queues()).isEmpty();
    assertThat(mine()).isZero();
    assertThat(enqueue(job("a"))).containsExactly(new Stored(new JobId("a")));
    assertThat(claim(session, 5)).hasSize(1);
  }

  @Test
  @Rule({"E5", "C7"})
  void a_waiting_claim_gets_the_job_after_the_commit() throws Exception {
    CompletableFuture<List<Claim>> waiting =
        CompletableFuture.supplyAsync(
            () -> session.claim(List.of(new Demand(QUEUE, 1)), Duration.ofMinutes(1)).claims());
    transactions.enqueue(tx, List.of(job("a")));
    tx.commit();

    assertThat(ids(waiting.get(30, TimeUnit.SECONDS))).containsExactly("a");
  }

  @Test
  @Rule({"E5", "E3"})
  void a_taken_id_spoils_neither_the_bulk_nor_the_transaction() throws SQLException {
    enqueue(job("a"));
    execute("insert into mine values (1)");
    var other = new EncodedJob(new JobId("a"), "mail", QUEUE, Payload.json("1"));

    assertThat(transactions.enqueue(tx, List.of(job("a"), other, job("b"))))
        .containsExactly(
            new Duplicate(new JobId("a")),
            new Conflict(new JobId("a")),
            new Stored(new JobId("b")));
    tx.commit();
    assertThat(mine()).isEqualTo(1);
    assertThat(ids(claim(session, 5))).containsExactly("a", "b");
  }

  @Test
  @Rule({"E5", "E4"})
  void bad_input_is_refused_before_the_transaction_is_touched() throws SQLException {
    execute("insert into mine values (1)");
    assertThatThrownBy(() -> transactions.enqueue(tx, List.of(job("a"), jobIn("not a queue", "b"))))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("not a queue");
    tx.commit();

    assertThat(mine()).isEqualTo(1);
    assertThat(inspector().find(ref("a"))).isEmpty();
  }

  @Test
  @Rule("E5")
  void a_connection_that_commits_by_itself_is_refused() throws SQLException {
    tx.setAutoCommit(true);
    assertThatThrownBy(() -> transactions.enqueue(tx, List.of(job("a"))))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("setAutoCommit(false)");
    tx.setAutoCommit(false);
    assertThat(inspector().find(ref("a"))).isEmpty();
  }

  @Test
  @Rule("C8")
  void while_a_job_runs_the_application_can_write() throws SQLException {
    Claim claim = enqueueAndClaim();
    execute("insert into mine values (1)");
    tx.commit();

    assertThat(mine()).isEqualTo(1);
    assertThat(settle(new Complete(claim))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  @Rule("S5")
  void a_completion_within_a_transaction_comes_with_its_commit() throws SQLException {
    Claim claim = enqueueAndClaim();
    execute("insert into mine values (1)");
    transactions.complete(tx, new Complete(claim));
    assertThat(record(claim).state()).isEqualTo(JobState.RUNNING);

    tx.commit();
    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
    assertThat(settle(new Retry(claim, Duration.ZERO, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(settle(new Complete(claim))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  @Rule("S5")
  void jobs_that_follow_a_completion_within_a_transaction_come_with_its_commit()
      throws SQLException {
    Claim claim = enqueueAndClaim();
    Optional<Run> ran = Optional.of(Run.INSTANT);
    Complete done = new Complete(claim.ref(), ran, Optional.empty(), List.of(job("then")));

    transactions.complete(tx, done);
    tx.rollback();
    assertThat(inspector().find(ref("then"))).isEmpty();
    transactions.complete(tx, done);
    tx.commit();

    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
    assertThat(ids(claim(session, 5))).containsExactly("then");
  }

  @Test
  @Rule("S5")
  void a_completion_that_is_rolled_back_leaves_the_claim_current() throws SQLException {
    Claim claim = enqueueAndClaim();
    transactions.complete(tx, new Complete(claim));
    tx.rollback();

    assertThat(record(claim).state()).isEqualTo(JobState.RUNNING);
    assertThat(settle(new Retry(claim, Duration.ZERO, BOOM))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  @Rule("S5")
  void a_completion_under_an_overtaken_claim_throws_so_that_nothing_commits() throws SQLException {
    Claim stale = enqueueAndClaim();
    bench.advance(LEASE);
    Claim current = claimOne(other);

    execute("insert into mine values (1)");
    assertThatThrownBy(() -> transactions.complete(tx, new Complete(stale)))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContaining(stale.job().id().value());
    tx.rollback();
    assertThat(mine()).isZero();
    assertThat(settle(new Complete(current))).isEqualTo(Outcome.APPLIED);
  }

  private static EncodedJob unique(String id) {
    return job(id).withLabels(Labels.NONE.withUniqueKey("k"));
  }

  @Test
  @Rule({"E5", "E6"})
  void a_key_is_held_from_the_commit_on_and_a_second_job_waits_for_that() throws Exception {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
    transactions.enqueue(tx, List.of(unique("a")));
    CompletableFuture<List<Enqueued>> second =
        CompletableFuture.supplyAsync(() -> enqueue(unique("b")));
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    tx.commit();

    assertThat(second.get(30, TimeUnit.SECONDS)).containsExactly(new Duplicate(new JobId("a")));
    assertThat(ids(claim(session, 5))).containsExactly("a");
  }

  @Test
  @Rule({"E5", "E6"})
  void a_key_is_free_when_its_transaction_is_rolled_back() throws Exception {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
    assertThat(transactions.enqueue(tx, List.of(unique("a"), unique("b"))))
        .containsExactly(new Stored(new JobId("a")), new Duplicate(new JobId("a")));
    tx.rollback();

    assertThat(enqueue(unique("c"))).containsExactly(new Stored(new JobId("c")));
  }
}
