package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.DeadLetterException;
import dev.duly.testing.DulyTest;
import dev.duly.testing.TestQueue;
import org.junit.jupiter.api.Test;

@DulyTest
class MyJobsTest {
  @Test
  void each_customer_sees_and_acts_on_jobs_of_its_own(TestQueue queue) {
    MyJobs jobs = new MyJobs(queue.duly());
    String ada = jobs.start("ada", 2025);
    String bob = jobs.start("bob", 2025);

    assertThat(jobs.mine("ada")).containsExactly(ada + " waiting");
    assertThat(jobs.mine("ada\" customer:bob")).isEmpty();
    assertThat(jobs.cancel("ada", bob)).isFalse();
    assertThat(jobs.cancel("ada", "no-such-job")).isFalse();
    assertThat(jobs.cancel("ada", ada)).isTrue();
    assertThat(jobs.cancel("ada", ada)).isFalse();
    assertThat(jobs.mine("ada")).containsExactly(ada + " cancelled");
    assertThat(jobs.mine("bob")).containsExactly(bob + " waiting");
  }

  @Test
  void what_has_failed_for_good_is_tried_again_when_its_owner_says_so(TestQueue queue) {
    MyJobs jobs = new MyJobs(queue.duly());
    queue.handle(
        MyJobs.EXPORT,
        (export, attempt) -> {
          throw new DeadLetterException("no orders in " + export.year());
        });
    String id = jobs.start("ada", 1925);
    queue.drain();
    assertThat(jobs.mine("ada")).containsExactly(id + " dead");

    assertThat(jobs.retry("bob", id)).isFalse();
    assertThat(jobs.retry("ada", id)).isTrue();
    assertThat(jobs.mine("ada")).containsExactly(id + " waiting");
  }
}
