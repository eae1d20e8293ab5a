package dev.duly.testing;

import static dev.duly.testing.DulyAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.BackendException;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.JobState;
import dev.duly.job.KeyHeldException;
import dev.duly.job.OnConflict;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Code under test that enqueues and completes in its own transactions. */
class TestTransactionsTest {
  @JobName("welcome")
  record Welcome(String to) {}

  record Order(int number) {}

  private static final JobType<Order, Integer> ORDER =
      JobType.of("order", Order.class).returning(Integer.class).queue("orders");

  @Test
  void a_job_comes_with_the_commit_and_goes_with_the_rollback() throws SQLException {
    try (TestQueue queue = TestQueue.create();
        Connection tx = queue.connection()) {
      queue.duly().within(tx).enqueue(new Welcome("ada"));
      assertThat(queue.jobs()).isEmpty();
      tx.rollback();
      tx.commit();
      assertThat(queue.jobs()).isEmpty();

      queue.duly().within(tx).enqueue(NewJob.of(new Welcome("bob")).id("b"));
      tx.commit();

      assertThat(queue).enqueued(Welcome.class).with(new Welcome("bob")).once();
      assertThat(queue.duly().within(tx).enqueue(NewJob.of(new Welcome("bob")).id("b")).isNew())
          .isFalse();
    }
  }

  @Test
  void a_held_key_is_told_before_the_commit() throws SQLException {
    try (TestQueue queue = TestQueue.create();
        Connection tx = queue.connection()) {
      NewJob<?, ?> unique = NewJob.of(new Welcome("ada")).unique("ada");
      String first = queue.duly().enqueue(unique).id().value();
      assertThat(queue.duly().within(tx).enqueue(unique).id().value()).isEqualTo(first);
      NewJob<?, ?> other = NewJob.of(new Welcome("eve")).unique("ada");
      assertThat(queue.duly().within(tx).enqueue(other.onConflict(OnConflict.REPLACE)).isReplaced())
          .isTrue();
      assertThatThrownBy(() -> queue.duly().within(tx).enqueue(other.onConflict(OnConflict.REJECT)))
          .isInstanceOf(KeyHeldException.class);
      assertThat(queue).enqueued(Welcome.class).with(new Welcome("ada")).once();
      tx.commit();
      assertThat(queue).enqueued(Welcome.class).with(new Welcome("eve")).once();
    }
  }

  @Test
  void a_handler_completes_in_its_own_transaction_with_what_follows() {
    try (TestQueue queue = TestQueue.create()) {
      queue.handle(
          Welcome.class,
          (mail, attempt) -> {
            try (Connection tx = queue.connection()) {
              attempt.then(NewJob.of(ORDER, new Order(7)));
              attempt.completeWithin(tx);
              tx.commit();
            }
          });
      queue.duly().enqueue(new Welcome("ada"));

      queue.drain();

      assertThat(queue.jobs())
          .extracting(job -> job.job().type() + " " + job.state())
          .containsExactly("welcome COMPLETED", "order WAITING");
    }
  }

  @Test
  void a_completion_that_is_not_committed_is_a_failed_attempt() {
    try (TestQueue queue = TestQueue.create()) {
      queue.handle(Welcome.class, (mail, attempt) -> attempt.completeWithin(queue.connection()));
      queue.duly().enqueue(new Welcome("ada"));

      queue.drain();

      assertThat(queue.jobs()).singleElement().matches(job -> job.state() == JobState.WAITING);
      assertThat(queue.jobs().get(0).lastError().orElseThrow().message()).contains("not committed");
    }
  }

  @Test
  void a_connection_that_the_queue_cannot_watch_is_refused_with_what_to_do() throws SQLException {
    try (TestQueue queue = TestQueue.create();
        Connection mine = queue.connection()) {
      Connection watched = queue.connection(mine);
      watched.setAutoCommit(true);

      assertThatThrownBy(() -> queue.duly().within(watched).enqueue(new Welcome("ada")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("setAutoCommit(false)");
      assertThatThrownBy(mine::createStatement)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("queue.connection(yours)");
      assertThat(DriverManager.getDrivers()).isNotNull();
    }
  }

  @Test
  void types_of_the_application_and_computed_results_are_as_in_production() {
    try (TestQueue queue =
        TestQueue.create(JacksonCodec.standard(), builder -> builder.types(ORDER))) {
      queue.compute(ORDER, (order, attempt) -> order.number() * 2);
      queue.duly().enqueue(new Order(21));

      queue.drain();

      assertThat(queue.jobs())
          .singleElement()
          .matches(job -> job.job().queue().equals("orders"))
          .matches(job -> job.result().orElseThrow().text().equals("42"));
    }
  }
}
