package dev.duly.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.Schedule;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.cli.picture.Ansi;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.monitor.Proposal;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, and what is seen and done. */
class TopTest {
  private static final JobType<Payload, Void> MAIL =
      JobType.raw("mail").queue("email").retry(RetryPolicy.never());

  /** In place of a key: something happens elsewhere before the next. */
  private static final int RUN = -99;

  @TempDir Path folder;
  private Duly jobs;

  /** A console that presses keys and keeps what was drawn after each. */
  private static final class Script implements Console {
    private final Deque<Integer> keys = new ArrayDeque<>();
    private final List<String> screens = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    Script(int... keys) {
      for (int key : keys) {
        this.keys.add(key);
      }
    }

    @Override
    public int key(long millis) {
      if (keys.peek() != null && keys.peek() == RUN) {
        keys.remove();
        meanwhile.run();
      }
      return keys.isEmpty() ? Key.END : keys.remove();
    }

    @Override
    public int width() {
      return 90;
    }

    @Override
    public int height() {
      return 16;
    }

    @Override
    public void draw(List<String> lines) {
      assertThat(lines).hasSize(16).allMatch(line -> line.codePointCount(0, line.length()) <= 90);
      screens.add(String.join("\n", lines));
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void twoJobsOneOfThemDead() throws Exception {
    jobs = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), Codec.RAW);
    jobs.enqueue(NewJob.of(MAIL, Payload.json("{\"to\":\"bob\"}")).id("bad"));
    var worker =
        jobs.worker()
            .queue("email", 1)
            .handle(
                MAIL,
                (p, attempt) -> {
                  throw new IllegalStateException("no address");
                })
            .start();
    assertThat(worker.awaitIdle(Duration.ofSeconds(10))).isTrue();
    worker.close();
    jobs.enqueue(NewJob.of(MAIL, Payload.json("{}")).id("later").delay(Duration.ofHours(5)));
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void the_first_page_is_the_picture_and_tabs_lead_on() throws Exception {
    List<String> screens =
        press(Key.TAB, Key.TAB, Key.TAB, Key.TAB, Key.TAB, Key.TAB, Key.LEFT, '3', '?');

    assertThat(screens.get(0)).contains("[OVERVIEW]", "│ email", "? help   q quit");
    assertThat(screens.get(1)).contains("[QUEUES]", " > email");
    assertThat(screens.get(2)).contains("[JOBS]", " > ○ in 4h  mail  email  later", "✖ dead");
    assertThat(screens.get(3)).contains("[ERRORS]", " > IllegalStateException", "no address");
    assertThat(screens.get(4)).contains("[WORKERS]", "email");
    assertThat(screens.get(5)).contains("[SCHEDULES]", "nothing");
    assertThat(screens.get(6)).contains("[OVERVIEW]");
    assertThat(screens.get(7)).contains("[SCHEDULES]");
    assertThat(screens.get(8)).contains("[JOBS]");
    assertThat(screens.get(9)).contains("pause or resume the queue", "q                  quit");
  }

  @Test
  void a_schedule_is_opened_paused_resumed_and_run() throws Exception {
    jobs.schedules(
        Schedule.every("sync", Duration.ofHours(1)).job(NewJob.of(MAIL, Payload.json("{}"))));
    List<String> screens = press('6', Key.ENTER, 'x', 'P', 'P', 'N');

    assertThat(screens.get(1)).contains(" > sync      every 1h  mail  email  in ");
    assertThat(screens.get(2)).contains("schedule      sync", "declared by   application", "next");
    assertThat(screens.get(4)).contains("paused sync; P resumes it", "-     -         paused");
    assertThat(screens.get(5)).contains("resumed sync").doesNotContain("-         paused");
    assertThat(screens.get(6)).contains("enqueued sync:run-");
    JobRecord extra = inspector().list(JobQuery.all(1)).jobs().get(0);
    assertThat(extra.job().labels().producer()).contains("ana");
    assertThat(extra.job().queue()).isEqualTo("email");
  }

  @Test
  void a_queue_is_paused_and_resumed() throws Exception {
    List<String> screens = press('2', 'P', 'P');

    assertThat(screens.get(2)).contains("∥ paused", "paused email; P resumes it");
    assertThat(screens.get(3)).contains("resumed email").doesNotContain("∥");
  }

  @Test
  void a_job_is_opened_and_sent_again() throws Exception {
    List<String> screens = press('3', 'j', Key.ENTER, ' ', 'R', 'R');

    assertThat(screens.get(3)).contains("it failed for good", "{\"to\":\"bob\"}");
    assertThat(screens.get(5)).contains("retried bad");
    assertThat(screens.get(6)).contains("bad cannot be retried in the state it is in");
    assertThat(state("bad")).isEqualTo(JobState.WAITING);
  }

  @Test
  void deleting_takes_two_presses_on_the_same_job() throws Exception {
    List<String> screens = press('3', 'D', 'j', 'D', 'k', 'D');
    assertThat(screens.get(2)).contains("delete later for good? D once more");
    assertThat(inspector().refs(new JobId("later"))).hasSize(1);
    assertThat(inspector().refs(new JobId("bad"))).hasSize(1);

    assertThat(press('3', 'D', 'D').get(3)).contains("deleted later");
    assertThat(inspector().refs(new JobId("later"))).isEmpty();
  }

  @Test
  void the_chosen_row_stays_chosen_when_others_come() throws Exception {
    Script script = new Script('3', RUN, 'C', 'C');
    script.meanwhile = () -> jobs.enqueue(NewJob.of(MAIL, Payload.json("{}")).id("newer"));
    List<String> screens = run(script).screens;

    assertThat(screens.get(2)).contains("cancelled later", "newer", " > – cancelled");
    assertThat(screens.get(3)).contains("later cannot be cancelled");
    assertThat(state("newer")).isEqualTo(JobState.WAITING);
  }

  @Test
  void a_job_is_cancelled() throws Exception {
    assertThat(press('3', 'C').get(2)).contains("cancelled later", "– cancelled");
    assertThat(state("later")).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void the_dead_of_an_error_are_sent_again_together() throws Exception {
    assertThat(press('4', 'R').get(2)).contains("retried 1 dead jobs");
    assertThat(state("bad")).isEqualTo(JobState.WAITING);
  }

  @Test
  void enter_leads_from_a_queue_or_an_error_to_its_jobs() throws Exception {
    assertThat(press('2', Key.ENTER).get(2)).contains("[JOBS]", "only queue:email", "later", "bad");
    assertThat(press('4', Key.ENTER).get(2))
        .contains("[JOBS]", "only error.group:IllegalStateException-", "bad")
        .doesNotContain("later");
  }

  @Test
  void a_filter_is_typed_and_one_that_cannot_be_read_says_where() throws Exception {
    List<String> screens =
        press(
            '/',
            's',
            't',
            'x',
            Key.BACKSPACE,
            'a',
            't',
            'e',
            ':',
            'd',
            Key.ENTER,
            'e',
            'a',
            'd',
            Key.ENTER,
            '/',
            Key.ESCAPE);

    assertThat(screens.get(11)).contains("/state:d▏", "state");
    assertThat(screens.get(15)).contains("only state:dead", "✖ dead").doesNotContain("later");
    assertThat(screens.get(16)).contains("/state:dead▏");
    assertThat(screens.get(17)).contains("only state:dead");
  }

  @Test
  void q_and_ctrl_c_end_it() throws Exception {
    assertThat(press('q', '2')).hasSize(1);
    assertThat(press(Key.CTRL_C, '2')).hasSize(1);
  }

  private List<String> press(int... keys) throws Exception {
    return run(new Script(keys)).screens;
  }

  private Script run(Script script) throws Exception {
    new Top(
            jobs.backend(),
            new Top.Viewer("sqlite:jobs.db", new Proposal("duly", ""), "ana", Ansi.PLAIN),
            job -> "it failed for good\n" + job.job().payload().text())
        .run(script);
    return script;
  }

  private JobState state(String id) {
    return inspector().find(inspector().refs(new JobId(id))).get(0).state();
  }

  private Inspector inspector() {
    return jobs.backend().rooms().inspector().orElseThrow();
  }
}
