package dev.duly.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.WorkerReport;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a store by looking at it. */
class WatchTest {
  private static final JobType<Payload, Void> MAIL =
      JobType.raw("mail").queue("email").retry(RetryPolicy.never());

  @TempDir Path folder;
  private Duly jobs;

  @BeforeEach
  void open() {
    jobs = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), Codec.RAW);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void producers_share_the_rate_of_their_queue() {
    Watch watch = new Watch(jobs.backend());
    enqueue(1, "web");
    assertThat(watch.look().in()).isNaN();

    enqueue(3, "web");
    enqueue(1, "");
    Picture second = watch.look();

    assertThat(second.in()).isPositive();
    assertThat(second.queues()).singleElement().matches(q -> q.depths().equals(List.of(1L, 5L)));
    assertThat(second.flows()).extracting(Flow::producer).containsExactly("web", "");
    assertThat(second.flows().get(0).perSecond())
        .isEqualTo(
            4 * second.flows().get(1).perSecond(), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void a_worker_is_seen_at_once_and_what_it_did_when_it_has_reported() throws Exception {
    enqueue(5, "web");
    var worker =
        jobs.worker().name("mailer-1").queue("email", 3).handle(MAIL, (p, attempt) -> {}).start();
    assertThat(worker.awaitIdle(Duration.ofSeconds(10))).isTrue();
    worker.close();

    Picture picture = new Watch(jobs.backend()).look();

    assertThat(picture.workers())
        .singleElement()
        .matches(w -> w.group().equals("mailer") && w.slots() == 3 && w.busy() == 0)
        .matches(w -> w.byQueue().values().stream().mapToLong(RunCounts::completed).sum() == 5);
    assertThat(picture.minute().completed()).isEqualTo(5);
    assertThat(picture.attention()).isEmpty();
  }

  @Test
  void what_needs_somebody_comes_with_its_command() throws Exception {
    enqueue(2, "web");
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
    Operator operator = jobs.backend().rooms().operator().orElseThrow();
    operator.pause("held", "ana");
    jobs.enqueue(NewJob.of(MAIL, Payload.json("{}")).queue("held"));
    jobs.enqueue(NewJob.of(MAIL, Payload.json("{}")).queue("alone").at(Instant.EPOCH));
    operator.pauseType("fax", "ana");

    List<HealthIssue> attention = new Watch(jobs.backend()).look().attention();

    assertThat(attention)
        .extracting(HealthIssue::text)
        .containsExactly(
            "2 dead: no address",
            "queue alone has due jobs and no worker",
            "queue held is paused and 1 job waits in it",
            "type fax is paused and 0 jobs wait of it");
    assertThat(attention.get(0).remedy())
        .matches("duly dlq retry error.group:IllegalStateException-[0-9a-f]{8}");
    assertThat(attention.get(1).remedy()).endsWith("duly work -q alone --exec 'TYPE=COMMAND'");
  }

  @Test
  void only_a_worker_that_is_there_is_busy() {
    enqueue(4, "web");
    jobs.backend()
        .rooms()
        .statistics()
        .orElseThrow()
        .add(WorkerReport.presence(Instant.EPOCH, "mailer-1", 3, Duration.ofSeconds(10)));
    try (Session there = session("mailer-1");
        Session silent = session("mailer-2")) {
      assertThat(claim(there, 1)).isEqualTo(1);
      assertThat(claim(silent, 2)).isEqualTo(2);

      Picture picture = new Watch(jobs.backend()).look();

      assertThat(picture.workers())
          .singleElement()
          .matches(w -> w.workers() == 1 && w.slots() == 3 && w.busy() == 1);
      assertThat(picture.queues()).singleElement().matches(q -> q.running() == 3);
    }
  }

  private Session session(String worker) {
    return jobs.backend().open(new WorkerInfo(worker, Duration.ofMinutes(1)), () -> {});
  }

  private static int claim(Session session, int most) {
    return session.claim(List.of(new Demand("email", most)), Duration.ZERO).claims().size();
  }

  private void enqueue(int count, String producer) {
    for (int i = 0; i < count; i++) {
      NewJob<Payload, Void> job = NewJob.of(MAIL, Payload.json("{}"));
      jobs.enqueue(producer.isEmpty() ? job : job.producer(producer));
    }
  }
}
