package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Feature;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.Due;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.query.JobFilter;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A job is addressed by its queue and its id: what is not there is not found, and nothing else is.
 */
abstract class AddressRules extends KitChapter {
  private static JobRef elsewhere(String id) {
    return new JobRef("elsewhere", new JobId(id));
  }

  @Test
  @Rule("D2")
  void jobs_are_found_in_the_order_in_which_they_are_asked_for() {
    enqueue(job("a"), jobIn("mail", "b"), job("c"), jobIn("elsewhere", "d"));
    Claim failed = claimOne();
    settle(new Retry(failed, Duration.ZERO, BOOM));

    List<JobRecord> found =
        inspector()
            .find(
                List.of(
                    elsewhere("d"),
                    ref("c"),
                    ref("unknown"),
                    elsewhere("a"),
                    new JobRef("mail", new JobId("b")),
                    new JobRef("no-such-queue", new JobId("b")),
                    ref("a")));

    assertThat(found)
        .extracting(r -> r.ref().toString())
        .containsExactly("elsewhere/d", "default/c", "mail/b", "default/a");
    assertThat(found.get(3).lastError()).contains(BOOM);
    assertThat(inspector().find(List.of())).isEmpty();
  }

  @Test
  @Rule("D2")
  void an_id_alone_is_found_where_it_is() {
    enqueue(job("a"), jobIn("elsewhere", "b"));

    assertThat(inspector().refs(new JobId("a"))).containsExactly(ref("a"));
    assertThat(inspector().refs(new JobId("b"))).containsExactly(elsewhere("b"));
    assertThat(inspector().refs(new JobId("unknown"))).isEmpty();
    if (!backend.capabilities().offers(Feature.ACROSS_QUEUES)) {
      enqueue(jobIn("elsewhere", "a"));
      assertThat(inspector().refs(new JobId("a"))).containsExactly(ref("a"), elsewhere("a"));
      assertThat(inspector().list(new JobQuery(JobFilter.parse("id:a"), 10)).jobs())
          .extracting(JobRecord::ref)
          .containsExactlyInAnyOrder(ref("a"), elsewhere("a"));
    }
  }

  @Test
  @Rule("D2")
  void a_job_has_neither_attempts_nor_a_place_where_it_is_not() {
    enqueue(job("a"), job("b"), jobIn("elsewhere", "c"), jobIn("elsewhere", "d"));
    assertThat(inspector().ahead(ref("b"))).isOne();
    assertThat(inspector().ahead(elsewhere("b"))).isZero();
    assertThat(inspector().ahead(new JobRef("no-such-queue", new JobId("b")))).isZero();

    settle(new Retry(claimOne(), Duration.ZERO, BOOM));
    assertThat(inspector().attempts(ref("a"))).hasSize(1);
    assertThat(inspector().attempts(elsewhere("a"))).isEmpty();
    assertThat(inspector().attempts(new JobRef("no-such-queue", new JobId("a")))).isEmpty();
  }

  @Test
  @Rule("D2")
  void nothing_is_done_to_a_job_where_it_is_not() {
    enqueue(job("waits"), job("dies"), jobIn("elsewhere", "other"));
    for (Claim claim : claim(session, 2)) {
      if (claim.job().ref().equals(ref("dies"))) {
        settle(new DeadLetter(claim, DeadReason.REJECTED, BOOM));
      } else {
        settle(new Retry(claim, Duration.ofHours(1), BOOM));
      }
    }
    JobRecord waits = record("waits");
    JobRecord dead = record("dies");

    List<JobRef> both = List.of(elsewhere("waits"), elsewhere("dies"));
    assertThat(operator().requeue(both, WHO)).containsOnly(Acted.NOT_FOUND);
    assertThat(operator().cancel(both, WHO)).containsOnly(Acted.NOT_FOUND);
    assertThat(operator().reschedule(both, Due.now(), WHO)).containsOnly(Acted.NOT_FOUND);
    assertThat(operator().delete(both, WHO)).containsOnly(Acted.NOT_FOUND);
    for (JobRef job : both) {
      assertThat(operator().edit(job, Payload.json("1"), WHO)).isEqualTo(Acted.NOT_FOUND);
      assertThat(operator().requeue(job, Payload.json("1"), WHO)).isEqualTo(Acted.NOT_FOUND);
    }

    assertThat(record("waits")).isEqualTo(waits);
    assertThat(record("dies")).isEqualTo(dead);
    assertThat(inspector().audit(10)).isEmpty();
  }

  @Test
  @Rule("D2")
  void of_two_addresses_of_one_id_the_right_one_has_it_done() {
    enqueue(job("a"), job("b"), jobIn("elsewhere", "other"));

    assertThat(operator().cancel(List.of(elsewhere("a"), ref("a"), ref("b"), elsewhere("b")), WHO))
        .containsExactly(Acted.NOT_FOUND, Acted.DONE, Acted.DONE, Acted.NOT_FOUND);
    assertThat(operator().requeue(List.of(ref("b"), ref("b")), WHO))
        .containsExactly(Acted.DONE, Acted.WRONG_STATE);
    assertThat(inspector().audit(1))
        .singleElement()
        .satisfies(act -> assertThat(act.jobs()).isOne());
  }
}
