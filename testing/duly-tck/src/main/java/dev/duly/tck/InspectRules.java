package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Count;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an inspector shows, of the jobs that were asked for and no others (rule D2). */
abstract class InspectRules extends KitChapter {

  @Test
  @Rule("D2")
  void jobs_are_listed_newest_first_by_state_queue_and_type() {
    enqueue(typed("m1", "mail", "a"), typed("s1", "sms", "a"));
    bench.advance(TICK);
    enqueue(typed("m2", "mail", "b"));
    bench.advance(TICK);
    enqueue(job("done"));
    settle(new Complete(claimOne()));

    assertThat(ids(JobQuery.all(10))).containsExactly("done", "m2", "s1", "m1");
    assertThat(ids(JobQuery.all(2))).containsExactly("done", "m2");
    assertThat(ids(JobQuery.in(JobState.WAITING, 10))).containsExactly("m2", "s1", "m1");
    assertThat(ids(JobQuery.in(JobState.COMPLETED, 10))).containsExactly("done");
    assertThat(ids(JobQuery.in(JobState.RUNNING, 10))).isEmpty();
    assertThat(ids(query(null, "a", null))).containsExactly("s1", "m1");
    assertThat(ids(query(null, null, "mail"))).containsExactly("done", "m2", "m1");
    assertThat(ids(query(JobState.WAITING, "a", "mail"))).containsExactly("m1");
  }

  @Test
  @Rule("D2")
  void dead_letters_are_listed_by_queue_and_type_the_latest_death_first() {
    deadLetter(typed("d1", "mail", QUEUE));
    deadLetter(typed("d2", "sms", QUEUE));
    deadLetter(typed("d3", "mail", QUEUE));
    enqueue(typed("alive", "mail", QUEUE));

    assertThat(ids(JobQuery.in(JobState.DEAD, 10))).containsExactly("d3", "d2", "d1");
    assertThat(ids(JobQuery.in(JobState.DEAD, 2))).containsExactly("d3", "d2");
    assertThat(ids(query(JobState.DEAD, QUEUE, "mail"))).containsExactly("d3", "d1");
    assertThat(ids(query(JobState.DEAD, "elsewhere", null))).isEmpty();
  }

  @Test
  @Rule("D2")
  void a_list_goes_on_where_its_page_ended_whatever_came_and_went() {
    for (int i = 1; i <= 5; i++) {
      enqueue(job("job-" + i));
    }
    JobQuery two = JobQuery.all(2);
    JobPage first = inspector().list(two);
    assertThat(idsOf(first)).containsExactly("job-5", "job-4");
    enqueue(job("newer"));
    operator().delete(refs("job-3"), WHO);

    JobPage second = inspector().list(two.after(first.next().orElseThrow()));
    assertThat(idsOf(second)).containsExactly("job-2", "job-1");
    assertThat(second.next()).isEmpty();
  }

  @Test
  @Rule("D2")
  void dead_letters_go_on_where_their_page_ended() {
    for (String id : List.of("d1", "d2", "d3", "d4", "d5")) {
      deadLetter(typed(id, "mail", QUEUE));
    }
    operator().requeue(refs("d1"), WHO);
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    settleTwoDeathsAtOnce();

    List<String> all = new ArrayList<>();
    JobQuery query = JobQuery.in(JobState.DEAD, 2);
    for (int pages = 0; pages < 4; pages++) {
      JobPage page = inspector().list(query);
      all.addAll(idsOf(page));
      assertThat(page.next().isPresent()).isEqualTo(pages < 3);
      query = pages < 3 ? query.after(page.next().orElseThrow()) : query;
    }
    assertThat(all).containsExactly("twin-2", "twin-1", "d1", "d5", "d4", "d3", "d2");
  }

  private void settleTwoDeathsAtOnce() {
    bench.advance(TICK);
    enqueue(job("twin-1"), job("twin-2"));
    settleAll(
        claim(session, 2).stream()
            .map(claim -> new DeadLetter(claim, DeadReason.REJECTED, BOOM))
            .toList());
  }

  @Test
  @Rule("D2")
  void a_query_finds_what_it_says() {
    enqueue(
        typed("m1", "mail.welcome", "a"),
        typed("m2", "mail.goodbye", "a").withPriority(Priority.HIGH));
    bench.advance(TICK);
    enqueue(typed("s1", "sms", "b").withDue(new Due.In(Duration.ofHours(1))));
    bench.advance(TICK);
    deadLetter(typed("d1", "sms", QUEUE));
    enqueue(typed("r1", "sms", QUEUE));
    settle(new Retry(claimOne(), Duration.ofHours(1), BOOM));
    bench.advance(Duration.ofMinutes(5));

    assertThat(found("type:mail.*")).containsExactly("m2", "m1");
    assertThat(found("type:mail.welcome,sms state:waiting")).containsExactly("r1", "s1", "m1");
    assertThat(found("-queue:a")).containsExactly("r1", "d1", "s1");
    assertThat(found("priority:high")).containsExactly("m2");
    assertThat(found("state:scheduled")).containsExactly("s1");
    assertThat(found("state:ready")).containsExactly("m2", "m1");
    assertThat(found("state:retrying")).containsExactly("r1");
    assertThat(found("state:waiting -state:ready")).containsExactly("r1", "s1");
    assertThat(found("attempts:>0")).containsExactly("r1", "d1");
    assertThat(found("error:IOException")).containsExactly("r1", "d1");
    assertThat(found("state:dead error:*boom*")).containsExactly("d1");
    assertThat(found("error.group:f1 reason:rejected")).containsExactly("d1");
    assertThat(found("age:>1m")).hasSize(5);
    assertThat(found("age:>1h")).isEmpty();
    assertThat(found("id:m1")).containsExactly("m1");
    assertThat(found("id:m1 type:sms")).isEmpty();
    assertThat(found("m")).containsExactly("m2", "m1");
    assertThat(found("sms")).containsExactly("r1", "d1", "s1");
    assertThat(found("worker:worker-1")).containsExactly("r1", "d1");
  }

  private List<String> found(String query) {
    return ids(new JobQuery(JobFilter.parse(query), 10));
  }

  @Test
  @Rule("D2")
  void what_comes_before_a_waiting_job_is_counted() {
    enqueue(
        jobIn("elsewhere", "x"),
        job("first"),
        job("urgent").withPriority(Priority.HIGH),
        job("urgent-later").withPriority(Priority.HIGH).withDue(new Due.In(LEASE)),
        job("low").withPriority(Priority.LOW),
        job("runs"),
        job("second"),
        job("later").withDue(new Due.In(LEASE)));
    operator().cancel(refs("runs"), WHO);

    assertThat(ahead("urgent")).isZero();
    assertThat(ahead("first")).isEqualTo(1);
    assertThat(ahead("second")).isEqualTo(2);
    assertThat(ahead("low")).isEqualTo(3);
    assertThat(ahead("later")).isEqualTo(3);
    assertThat(ahead("urgent-later")).isEqualTo(1);
    assertThat(ahead("runs")).isZero();
    assertThat(ahead("unknown")).isZero();
    operator().cancel(refs("urgent", "first"), WHO);
    assertThat(ahead("second")).isZero();
    bench.advance(LEASE);
    assertThat(ahead("second")).isEqualTo(1);
  }

  private long ahead(String id) {
    return inspector().ahead(ref(id));
  }

  @Test
  @Rule("D2")
  void jobs_of_a_paused_type_come_before_nobody() {
    enqueue(
        typed("s0", "sms", QUEUE),
        typed("s1", "sms", QUEUE).withDue(new Due.In(TICK)),
        job("m0"),
        job("m1").withDue(new Due.In(TICK)));
    bench.advance(TICK);
    enqueue(job("n0"), job("n1"), job("n2"));
    assertThat(ahead("m0")).isEqualTo(1);
    assertThat(ahead("m1")).isEqualTo(3);
    assertThat(ahead("n2")).isEqualTo(6);

    operator().pauseType("sms", WHO);

    assertThat(ahead("m0")).isZero();
    assertThat(ahead("m1")).isEqualTo(1);
    assertThat(ahead("n2")).isEqualTo(4);
  }

  @Test
  @Rule("D2")
  void an_id_that_is_deleted_and_stored_again_is_listed_once_and_as_new() {
    enqueue(job("a"), job("b"));
    operator().delete(refs("a"), WHO);
    enqueue(job("a"));

    assertThat(ids(JobQuery.all(10))).containsExactly("a", "b");
    assertThat(ids(claim(session, 5))).containsExactly("b", "a");
  }

  @Test
  @Rule("D2")
  void jobs_are_counted_up_to_a_limit() {
    enqueue(job("1"), job("2"), job("3"), jobIn("other", "4"));

    JobFilter mine = JobFilter.ALL.and(Field.QUEUE, QUEUE);
    assertThat(inspector().count(mine, 10)).isEqualTo(new Count(3, false));
    assertThat(inspector().count(mine, 2)).isEqualTo(new Count(2, true));
    assertThat(inspector().count(JobFilter.in(JobState.DEAD), 2)).isEqualTo(new Count(0, false));
  }

  @Test
  @Rule("M")
  void queues_are_counted_by_state() {
    enqueue(jobIn("a", "1"), jobIn("a", "2"), jobIn("b", "3"), jobIn("a", "4"));
    Claim claim = claim(session, new Demand("a", 1)).get(0);
    settle(new Complete(claim));
    claim(session, new Demand("a", 1));
    operator().pause("b", WHO);

    assertThat(inspector().queues())
        .containsExactly(
            new QueueRecord("a", false, 1, 1, 1, 0, 0, due("a", "4")),
            new QueueRecord("b", true, 1, 0, 0, 0, 0, due("b", "3")));
  }

  @Test
  @Rule("M")
  void the_first_due_job_of_a_queue_is_told() {
    enqueue(
        jobIn("a", "late").withDue(new Due.In(LEASE.multipliedBy(2))),
        jobIn("a", "soon").withDue(new Due.In(LEASE)).withPriority(Priority.LOW));
    Instant soon = in("a", "soon").job().scheduledAt();
    Instant late = in("a", "late").job().scheduledAt();

    QueueRecord queue = inspector().queues().get(0);
    assertThat(queue.firstDue()).contains(soon);
    assertThat(queue.oldest(soon.minus(TICK))).isEmpty();
    assertThat(queue.oldest(soon.plus(TICK))).contains(TICK);

    bench.advance(LEASE);
    Claim claim = claim(session, new Demand("a", 1)).get(0);
    assertThat(inspector().queues().get(0).firstDue()).contains(late);
    settle(new Complete(claim));
    enqueue(
        jobIn("a", "sooner").withDue(new Due.In(TICK)).withPriority(Priority.HIGH),
        jobIn("a", "latest").withDue(new Due.In(LEASE.multipliedBy(3))).withPriority(Priority.LOW));
    assertThat(inspector().queues().get(0).firstDue()).isEqualTo(due("a", "sooner"));
  }

  private JobRecord in(String queue, String id) {
    return record(new JobRef(queue, new JobId(id)));
  }

  private Optional<Instant> due(String queue, String id) {
    return Optional.of(in(queue, id).job().scheduledAt());
  }

  private void deadLetter(EncodedJob job) {
    enqueue(job);
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    bench.advance(TICK);
  }

  private static List<String> idsOf(JobPage page) {
    return page.jobs().stream().map(r -> r.job().id().value()).toList();
  }

  private List<String> ids(JobQuery query) {
    return inspector().list(query).jobs().stream().map(r -> r.job().id().value()).toList();
  }

  private static JobQuery query(
      @Nullable JobState state, @Nullable String queue, @Nullable String type) {
    JobFilter filter = state == null ? JobFilter.ALL : JobFilter.in(state);
    filter = queue == null ? filter : filter.and(Field.QUEUE, queue);
    return new JobQuery(type == null ? filter : filter.and(Field.TYPE, type), 10);
  }

  private static EncodedJob typed(String id, String type, String queue) {
    return new EncodedJob(new JobId(id), type, queue, Payload.json("{}"));
  }
}
