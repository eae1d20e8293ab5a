package dev.duly.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobName;
import dev.duly.testing.TestAttemptTest.Steps.Import;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handler is a class like any other, and is tested like one. */
class TestAttemptTest {
  /** Reads rows until it is to stop, and lets a report follow. */
  static final class Steps implements Handler<Import> {
    private final List<Integer> rows = new ArrayList<>();

    @JobName("import")
    record Import(int rows) {}

    @JobName("report")
    record Report(String of) {}

    @Override
    public void handle(Import job, Attempt attempt) throws InterruptedException {
      for (int row = 0; row < job.rows(); row++) {
        attempt.throwIfStopping();
        rows.add(row);
      }
      attempt.then(new Report(attempt.headers().getOrDefault("customer", "unknown")));
    }
  }

  @Test
  void one_line_runs_a_handler() throws Exception {
    Steps steps = new Steps();
    TestAttempt attempt = TestAttempt.first().header("customer", "ada");

    steps.handle(new Import(3), attempt);

    assertThat(steps.rows).hasSize(3);
    assertThat(attempt.followUps())
        .singleElement()
        .matches(job -> job.payload().equals(new Steps.Report("ada")));
  }

  @Test
  void an_attempt_that_is_to_stop_ends_a_loop() {
    Steps steps = new Steps();

    assertThatThrownBy(() -> steps.handle(new Import(3), TestAttempt.first().stopping()))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("attempt 1 of test is to stop");
    assertThat(steps.rows).isEmpty();
  }

  @Test
  void it_says_which_attempt_it_is() {
    assertThat(TestAttempt.first().isLast()).isFalse();
    assertThat(TestAttempt.first().number(3).number()).isEqualTo(3);
    assertThat(TestAttempt.first().last().isLast()).isTrue();
    assertThat(TestAttempt.first().id("order-7").id().value()).isEqualTo("order-7");
    assertThat(TestAttempt.first().remaining()).isPositive();
    assertThat(TestAttempt.first().stopping().remaining()).isZero();
  }
}
