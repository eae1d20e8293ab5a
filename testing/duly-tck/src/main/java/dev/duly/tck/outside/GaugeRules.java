package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.Due;
import dev.duly.tck.bench.Rule;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** M. How much is where, as far as the engine says. */
abstract class GaugeRules extends OutsideChapter {
  @Test
  @Rule("M depths")
  void each_job_is_counted_where_it_is() {
    enqueue(
        job("a"),
        job("b"),
        job("c"),
        job("later").withDue(new Due.In(times().delay())),
        jobIn("elsewhere", "e"));
    assertGauge(QUEUE, 4, 1, 0, 0);

    Claim dead = claimOne();
    assertGauge(QUEUE, 3, 1, 1, 0);
    settle(new DeadLetter(dead, DeadReason.REJECTED, BOOM));
    assertGauge(QUEUE, 3, 1, 0, 1);
    settle(new Complete(claimOne()));
    assertGauge(QUEUE, 2, 1, 0, 1);
    assertGauge("elsewhere", 1, 0, 0, 0);
  }

  @Test
  @Rule("M depths")
  void a_queue_is_drained_exactly_when_nothing_is_left_to_do_in_it() {
    enqueue(job("a"));
    assertThat(gauge(QUEUE).isDrained()).isFalse();
    Claim claim = claimOne();
    if (gauge(QUEUE).running().isPresent()) {
      assertThat(gauge(QUEUE).isDrained()).isFalse();
    }
    settle(new Complete(claim));
    if (gauge(QUEUE).waiting().isPresent()) {
      assertThat(gauge(QUEUE).isDrained()).isTrue();
    }
  }

  @Test
  @Rule("M depths")
  void queues_come_by_name_and_a_check_up_says_what_it_looked_at() {
    enqueue(jobIn("b", "1"), jobIn("a", "2"), jobIn("c", "3"));

    assertThat(gauges().queues()).extracting(Gauge::queue).containsExactly("a", "b", "c");
    assertThat(gauges().health())
        .isNotEmpty()
        .allMatch(issue -> issue.remedy().isEmpty() == (issue.level() == HealthIssue.Level.OK));
  }

  private void assertGauge(String queue, long... counts) {
    soon(() -> assertThatIs(gauge(queue), counts.clone()));
  }

  private static void assertThatIs(Gauge gauge, long... counts) {
    OptionalLong[] told = {gauge.waiting(), gauge.later(), gauge.running(), gauge.dead()};
    if (gauge.waiting().isPresent() && gauge.waiting().equals(gauge.due())) {
      counts[0] -= counts[1]; // those for later lie elsewhere
    }
    assertThat(told).as("something is told").anyMatch(OptionalLong::isPresent);
    for (int i = 0; i < told.length; i++) {
      if (told[i].isPresent()) {
        assertThat(told[i].getAsLong())
            .as(gauge + " is to be " + Arrays.toString(counts))
            .isEqualTo(counts[i]);
      }
    }
  }

  private Gauge gauge(String queue) {
    return gauges().queues().stream()
        .filter(g -> g.queue().equals(queue))
        .findFirst()
        .orElseThrow();
  }

  private Gauges gauges() {
    return backend.rooms().gauges().orElseThrow();
  }
}
