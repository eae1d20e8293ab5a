package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.examples.MyJobs.ExportedFile;
import dev.duly.jackson.JacksonCodec;
import dev.duly.memory.InMemoryBackend;
import dev.duly.testing.DulyTest;
import dev.duly.testing.TestAttempt;
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
  void the_handler_by_itself() throws Exception {
    TestAttempt attempt = TestAttempt.first().number(2);
    ExportedFile file =
        MyJobs.exporter(export -> 7).handle(new MyJobs.Export("ada", 2025), attempt);
    assertThat(file).isEqualTo(new ExportedFile("ada-2025.csv"));
    assertThat(attempt.log()).containsExactly("wrote 7 orders");
  }

  @Test
  void a_result_is_there_when_the_job_is_over(TestQueue queue) throws Exception {
    MyJobs jobs = new MyJobs(queue.duly());
    queue.compute(MyJobs.EXPORT, MyJobs.exporter(export -> 7));
    String id = jobs.start("ada", 2025);

    assertThat(jobs.file("ada", id)).isEmpty();
    queue.drain();
    assertThat(jobs.file("ada", id)).contains(new ExportedFile("ada-2025.csv"));
    assertThat(jobs.progress("ada", id)).contains("7 of 7");
    assertThat(jobs.file("bob", id)).isEmpty();
    assertThat(jobs.progress("bob", id)).isEmpty();
  }

  @Test
  void who_can_wait_is_answered_with_the_result() throws Exception {
    try (Duly duly = Duly.on(new InMemoryBackend(), JacksonCodec.standard())) {
      duly.worker()
          .queue("default", 1)
          .compute(MyJobs.EXPORT, (export, attempt) -> new ExportedFile("orders.csv"))
          .start();
      assertThat(new MyJobs(duly).await("ada", 2025)).contains(new ExportedFile("orders.csv"));
    }
  }
}
