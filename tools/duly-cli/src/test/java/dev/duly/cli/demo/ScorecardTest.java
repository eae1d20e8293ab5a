package dev.duly.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.NewJob;
import dev.duly.backend.room.Inspector;
import dev.duly.job.JobId;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the kills finds what is wrong. */
class ScorecardTest {
  @TempDir Path folder;
  private Duly jobs;
  private JobId done;

  @BeforeEach
  void runOneJob() throws Exception {
    jobs = DemoShop.duly(SqliteBackend.file(folder.resolve("jobs.db")));
    done = enqueue("email").id();
    var worker =
        jobs.worker().queue("email", 1).handle(Mails.RECEIPT, (mail, attempt) -> {}).start();
    assertThat(worker.awaitIdle(Duration.ofSeconds(10))).isTrue();
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void a_job_that_ran_once_is_clean() {
    Scorecard score = score(List.of(done), Map.of(done, 1));

    assertThat(score).isEqualTo(new Scorecard(1, 7, 1, 0, 0, 0, 0));
    assertThat(score.isClean()).isTrue();
    assertThat(score.text()).contains("✔ lost 0 · duplicated 0");
  }

  @Test
  void a_job_that_is_not_there_or_still_waits_is_lost() {
    JobId waiting = enqueue("other").id();

    Scorecard score = score(List.of(done, waiting, new JobId("never-stored")), Map.of(done, 1));

    assertThat(score.lost()).isEqualTo(2);
    assertThat(score.isClean()).isFalse();
    assertThat(score.text()).contains("✖ lost 2");
  }

  @Test
  void a_second_start_without_a_lost_lease_is_not_explained() {
    Scorecard score = score(List.of(done), Map.of(done, 2));

    assertThat(score.duplicated()).isEqualTo(1);
    assertThat(score.explained()).isZero();
    assertThat(score.isClean()).isFalse();
    assertThat(score.text()).contains("duplicated 1 (only 0 explained)");
  }

  private JobHandle<?> enqueue(String queue) {
    return jobs.enqueue(NewJob.of(Mails.RECEIPT, new Mails.Receipt("a@b.no", 1, 1)).queue(queue));
  }

  private Scorecard score(List<JobId> enqueued, Map<JobId, Integer> starts) {
    Inspector inspector = jobs.backend().rooms().inspector().orElseThrow();
    return Scorecard.of(enqueued, 7, starts, inspector);
  }
}
