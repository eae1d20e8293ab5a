package dev.duly.testing;

import static dev.duly.testing.DulyAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kit for applications, used as they use it; and its words when an assertion fails. */
@DulyTest
class TestQueueTest {
  @JobName("welcome")
  record Welcome(String to) {}

  @JobName("bill")
  record Bill(int cents) {}

  private final List<Object> done = new ArrayList<>();

  @BeforeEach
  void handlers(TestQueue queue) {
    queue
        .handle(Welcome.class, (mail, attempt) -> done.add(mail))
        .handle(Bill.class, (bill, attempt) -> done.add(bill));
  }

  @Test
  void jobs_run_when_they_are_due_and_the_test_says_so(TestQueue queue) {
    Duration later = Duration.ofMinutes(30);
    queue.duly().enqueue(NewJob.of(new Welcome("ada")).delay(later));
    assertThat(queue)
        .enqueued(Welcome.class)
        .with(mail -> mail.to().equals("ada"))
        .in(later)
        .once();
    assertThat(queue).enqueuedNothingElse();

    assertThat(queue.drain()).isZero();
    queue.advance(later);
    assertThat(queue.drain()).isEqualTo(1);

    assertThat(done).containsExactly(new Welcome("ada"));
    assertThat(queue).completed(Welcome.class).with(new Welcome("ada")).onAttempt(1).once();
  }

  @Test
  void jobs_of_every_queue_run_and_what_they_enqueue(TestQueue queue) {
    queue.handle(
        JobType.of("order", Integer.class),
        (cents, attempt) -> queue.duly().enqueue(NewJob.of(new Bill(cents)).queue("billing")));
    queue.duly().enqueue(NewJob.of(JobType.of("order", Integer.class), 7).queue("orders"));

    queue.drain();
    queue.drain();

    assertThat(done).containsExactly(new Bill(7));
    assertThat(queue).completed(Bill.class).on("billing").once();
  }

  @Test
  void a_failure_is_retried_by_its_policy(TestQueue queue) {
    queue.duly().enqueue(new Welcome("ada"));
    queue.failNext(Welcome.class, new IOException("no route"));

    queue.drain();
    assertThat(queue).retrying(Welcome.class).in(Duration.ofSeconds(10)).once();
    queue.advance(Duration.ofSeconds(10)).drain();

    assertThat(queue).completed(Welcome.class).onAttempt(2);
  }

  @Test
  void a_job_without_attempts_left_is_dead(TestQueue queue) {
    JobType<Bill, Void> once = JobType.of("charge", Bill.class).retry(RetryPolicy.never());
    queue.handle(once, (bill, attempt) -> {});
    queue.duly().enqueue(NewJob.of(once, new Bill(1)));
    queue.failNext(once, new IllegalStateException("no money"));

    queue.drain();

    assertThat(queue).dead(once).with(new Bill(1)).onAttempt(1);
  }

  @Test
  void a_job_that_is_delivered_twice_runs_twice_and_completes_once(TestQueue queue) {
    queue.duly().enqueue(new Welcome("ada"));
    queue.deliverTwice(Welcome.class);

    assertThat(queue.drain()).isEqualTo(2);

    assertThat(done).containsExactly(new Welcome("ada"), new Welcome("ada"));
    assertThat(queue).completed(Welcome.class).once();
  }

  @Test
  void each_test_has_a_queue_of_its_own(TestQueue queue) {
    assertThat(queue).isEmpty();
  }

  @Test
  void what_is_not_there_is_told_with_what_is(TestQueue queue) {
    queue.duly().enqueue(new Bill(7));

    assertThatThrownBy(() -> assertThat(queue).enqueued(Welcome.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "expected enqueued welcome, but found\n"
                + "  bill job-1 on default: waiting, 0 failed attempts, due in PT0S, {\"cents\":7}");
    assertThatThrownBy(() -> assertThat(queue).enqueued(Bill.class).with(new Bill(8)))
        .hasMessageStartingWith("expected enqueued bill with Bill[cents=8], but found\n");
    assertThatThrownBy(() -> assertThat(queue).enqueued(Bill.class).in(Duration.ofSeconds(1)))
        .hasMessageStartingWith("expected enqueued bill due in PT1S, but found\n");
    assertThatThrownBy(() -> assertThat(queue).enqueued(Bill.class).on("mail"))
        .hasMessageStartingWith("expected enqueued bill on queue mail, but found\n");
    assertThatThrownBy(() -> assertThat(queue).enqueued(Bill.class).times(2))
        .hasMessageStartingWith("expected enqueued bill 2 times, but found\n");
    assertThatThrownBy(() -> assertThat(queue).completed(Bill.class))
        .hasMessageStartingWith("expected completed bill, but found\n");
    assertThatThrownBy(() -> assertThat(queue).isEmpty())
        .hasMessageStartingWith("expected no job, but found\n");
  }

  @Test
  void what_no_assertion_has_spoken_of_is_something_else(TestQueue queue) {
    queue.duly().enqueue(new Welcome("ada"));
    queue.duly().enqueue(new Bill(7));
    assertThat(queue).enqueued(Welcome.class);

    assertThatThrownBy(() -> assertThat(queue).enqueuedNothingElse())
        .hasMessageContaining("bill job-2")
        .hasMessageNotContaining("welcome");
  }

  @Test
  void a_job_that_enqueues_itself_does_not_hang_the_test(TestQueue queue) {
    JobType<String, Void> endless = JobType.of("endless", String.class);
    queue.handle(endless, (text, attempt) -> queue.duly().enqueue(NewJob.of(endless, text)));
    queue.duly().enqueue(NewJob.of(endless, "x"));

    assertThatThrownBy(queue::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does one enqueue itself?");
  }
}
