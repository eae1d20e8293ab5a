package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.DeadLetterException;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results, progress and logs on the command line. */
class WaitTest extends CommandHarness {
  private static final JobType<Payload, Payload> WORK =
      JobType.raw("work").returning(Payload.class);

  private @Nullable Duly worker;

  @AfterEach
  void stop() {
    if (worker != null) {
      worker.close();
    }
  }

  private void work() {
    Duly duly = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard());
    worker = duly;
    duly.worker()
        .queue("default", 2)
        .compute(
            WORK,
            (payload, attempt) -> {
              attempt.log("begun");
              attempt.progress(40);
              if (payload.text().contains("bad")) {
                throw new DeadLetterException("no good");
              }
              attempt.log("done\nof 1");
              return Payload.json("{\"answer\":42}");
            })
        .start();
  }

  @Test
  void a_wait_tells_how_each_job_ended() {
    work();
    duly("enqueue", "work", "{}", "--id", "good");
    duly("enqueue", "work", "{\"bad\":1}", "--id", "bad");
    out();
    assertThat(duly("job", "wait", "good")).isZero();
    assertThat(out()).isEqualTo("✔ good completed  {\"answer\":42}\n");
    assertThat(duly("job", "wait", "good", "bad")).isEqualTo(1);
    assertThat(out()).contains("✔ good completed").contains("✖ bad dead (rejected): no good");
    assertThat(duly("job", "wait", "bad", "-o", "jsonl")).isEqualTo(1);
    assertThat(out()).contains("\"state\":\"dead\"").contains("\"reason\":\"rejected\"");
  }

  @Test
  void a_wait_that_is_too_short_ends_with_124() {
    duly("enqueue", "work", "{}", "--id", "a");
    duly("enqueue", "work", "{}", "--id", "b");
    assertThat(duly("job", "wait", "a", "b", "--timeout", "50ms")).isEqualTo(124);
    assertThat(err()).contains("2 jobs are not over after 50ms: a, …");
    assertThat(duly("job", "wait", "a", "--timeout", "soon")).isEqualTo(2);
    assertThat(err()).contains("--timeout");
    assertThat(duly("job", "wait", "never")).isEqualTo(3);
    assertThat(err()).contains("there is no job never");
    assertThat(duly("enqueue", "work", "{}", "--id", "c", "--wait", "50ms")).isEqualTo(124);
    assertThat(err()).contains("1 job is not over after 50ms: c");
  }

  @Test
  void enqueueing_may_wait_for_the_result() {
    work();
    assertThat(duly("enqueue", "work", "{}", "--id", "a", "--wait", "20s")).isZero();
    assertThat(out()).isEqualTo("enqueued a\n✔ a completed  {\"answer\":42}\n");
    assertThat(duly("enqueue", "work", "{}", "--id", "b", "--wait", "20s", "-o", "jsonl")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"id\":\"b\",\"queue\":\"default\",\"state\":\"completed\",\"result\":{\"answer\":42}}\n");
    assertThat(duly("enqueue", "-", "--wait", "1s")).isEqualTo(2);
  }

  @Test
  void a_log_is_printed_and_followed() {
    work();
    duly("enqueue", "work", "{}", "--id", "a", "--wait", "20s");
    duly("enqueue", "work", "{\"bad\":1}", "--id", "bad", "--wait", "20s");
    out();
    assertThat(duly("job", "logs", "a")).isZero();
    assertThat(out()).matches("20[^ ]*Z  begun\n20[^ ]*Z  done\n +of 1\n");
    assertThat(duly("job", "logs", "-f", "bad")).isZero();
    assertThat(out()).matches("20[^ ]*Z  begun\n");
    assertThat(duly("job", "logs", "a", "-o", "jsonl")).isZero();
    assertThat(out()).contains("\"text\":\"done\\nof 1\"");
    assertThat(duly("job", "show", "a")).isZero();
    assertThat(out()).contains("progress    40").contains("result      {\"answer\":42}");
    assertThat(duly("enqueue", "work", "{}", "--id", "w", "--wait", "20s")).isZero();
    out();
    assertThat(duly("job", "show", "w")).isZero();
    assertThat(out()).contains("completed").doesNotContain("duly-awaited");
    assertThat(duly("job", "logs", "never")).isEqualTo(3);
  }
}
