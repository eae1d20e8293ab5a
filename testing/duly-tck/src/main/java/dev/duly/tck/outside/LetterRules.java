package dev.duly.tck.outside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.query.JobFilter;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** D. The dead letters, through the room that every backend has. */
abstract class LetterRules extends OutsideChapter {
  private DeadLetters letters() {
    return backend.rooms().deadLetters().orElseThrow();
  }

  /** Jobs that have died, the first first. */
  private void bury(String... ids) {
    for (String id : ids) {
      enqueue(job(id));
      settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    }
  }

  private List<String> listed(JobFilter filter) {
    return letters().list(new JobQuery(filter, 100)).jobs().stream()
        .map(job -> job.job().id().value())
        .sorted()
        .toList();
  }

  @Test
  @Rule("D1")
  void a_letter_is_found_with_all_there_is_to_say_of_it() {
    enqueue(job("a"));
    Claim first = claimOne();
    settle(new Retry(first, Duration.ZERO, BOOM));
    settle(new DeadLetter(claimOne(), DeadReason.EXHAUSTED, BOOM));

    JobRecord letter = letters().find(ref("a")).orElseThrow();

    assertThat(letter.state()).isEqualTo(JobState.DEAD);
    assertThat(letter.job().payload()).isEqualTo(first.job().payload());
    assertThat(letter.job().attempts()).isEqualTo(2);
    assertThat(letter.lastError()).contains(BOOM);
    assertThat(letter.deadReason()).contains("exhausted");
    assertThat(letters().attempts(ref("a")))
        .extracting(AttemptRecord::number, AttemptRecord::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "retried"),
            org.assertj.core.groups.Tuple.tuple(2, "dead"));
    assertThat(letters().refs(new JobId("a"))).containsExactly(ref("a"));
  }

  @Test
  @Rule("D2 letters")
  void letters_are_listed_filtered_counted_and_paged_and_nothing_else_is() {
    bury("a", "b", "c");
    enqueue(job("waits"));
    enqueue(job("done"));
    claimOne();
    JobFilter mail = JobFilter.parse("type:mail");

    assertThat(listed(JobFilter.ALL)).containsExactly("a", "b", "c");
    assertThat(listed(mail)).containsExactly("a", "b", "c");
    assertThat(listed(JobFilter.parse("type:sms"))).isEmpty();
    assertThat(letters().count(mail, 10).jobs()).isEqualTo(3);
    JobPage page = letters().list(new JobQuery(mail, 2));
    List<JobRecord> all = new ArrayList<>(page.jobs());
    all.addAll(letters().list(new JobQuery(mail, 2).after(page.next().orElseThrow())).jobs());
    assertThat(all).extracting(r -> r.job().id().value()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(letters().find(ref("waits"))).isEmpty();
    assertThat(letters().refs(new JobId("waits"))).isEmpty();
    assertThat(letters().attempts(ref("waits"))).isEmpty();
  }

  @Test
  @Rule("D2 letters")
  void looking_changes_nothing_however_often_and_by_however_many() throws Exception {
    bury("a", "b", "c");
    List<CompletableFuture<Void>> browsers = new ArrayList<>();
    for (int browser = 0; browser < 2; browser++) {
      browsers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 20; i++) {
                  assertThat(listed(JobFilter.ALL)).hasSizeLessThanOrEqualTo(3);
                }
              }));
    }
    for (CompletableFuture<Void> browser : browsers) {
      browser.get(60, TimeUnit.SECONDS);
    }

    assertThat(listed(JobFilter.ALL)).containsExactly("a", "b", "c");
    claimNone(session, 5);
  }

  @Test
  @Rule("D3")
  void one_and_many_are_requeued_with_a_fresh_budget() {
    bury("a", "b", "c");

    assertThat(letters().requeue(refs("a"), WHO)).containsExactly(Acted.DONE);
    Claim claim = claimOne();
    assertThat(claim.job().id()).isEqualTo(new JobId("a"));
    assertThat(claim.job().attempts()).isZero();
    assertThat(claim.job().streaks()).isEqualTo(Streaks.NONE);
    settle(new Complete(claim));
    assertThat(letters().requeue(refs("b", "c"), WHO)).containsExactly(Acted.DONE, Acted.DONE);

    assertThat(ids(claim(session, 5))).containsExactlyInAnyOrder("b", "c");
    assertThat(listed(JobFilter.ALL)).isEmpty();
  }

  @Test
  @Rule("D3")
  void a_letter_is_requeued_with_another_payload_in_one_act() {
    bury("a");
    Payload big = Payload.json("\"" + "x".repeat(backend.capabilities().payloadBytesMax()) + "\"");
    assertThatThrownBy(() -> letters().requeue(ref("a"), big, WHO))
        .isInstanceOf(InvalidJobsException.class);
    assertThat(listed(JobFilter.ALL)).containsExactly("a");

    assertThat(letters().requeue(ref("a"), Payload.json("2"), WHO)).isEqualTo(Acted.DONE);

    assertThat(claimOne().job().payload()).isEqualTo(Payload.json("2"));
    assertThat(listed(JobFilter.ALL)).isEmpty();
  }

  @Test
  @Rule("D2 letters")
  void an_edited_letter_is_still_one_until_it_is_requeued() {
    bury("a");

    assertThat(letters().edit(ref("a"), Payload.json("2"), WHO)).isEqualTo(Acted.DONE);

    assertThat(letters().find(ref("a")).orElseThrow().job().payload()).isEqualTo(Payload.json("2"));
    claimNone(session, 5);
    letters().requeue(refs("a"), WHO);
    assertThat(claimOne().job().payload()).isEqualTo(Payload.json("2"));
  }

  @Test
  @Rule("D2 letters")
  void discarded_letters_are_gone_and_the_others_stay() {
    bury("a", "b", "c");

    assertThat(letters().discard(refs("a", "c"), WHO)).containsExactly(Acted.DONE, Acted.DONE);

    assertThat(listed(JobFilter.ALL)).containsExactly("b");
    claimNone(session, 5);
  }

  @Test
  @Rule("D1")
  void an_act_on_letters_touches_no_job_that_is_none() {
    bury("letter");
    enqueue(job("waits"));
    Claim running = claimOne();
    enqueue(job("waits-too"));
    List<JobRef> jobs = refs("waits-too", "unknown", "letter", running.job().id().value());

    for (List<Acted> acts :
        List.of(
            letters().discard(jobs.subList(0, 2), WHO),
            letters().requeue(jobs.subList(0, 2), WHO),
            List.of(letters().edit(jobs.get(0), Payload.json("9"), WHO)),
            List.of(letters().requeue(jobs.get(0), Payload.json("9"), WHO)),
            letters().discard(jobs.subList(3, 4), WHO),
            letters().requeue(jobs.subList(3, 4), WHO))) {
      assertThat(acts).isNotEmpty().containsAnyOf(Acted.NOT_FOUND, Acted.WRONG_STATE);
      assertThat(acts).doesNotContain(Acted.DONE, Acted.ASKED);
    }
    assertThat(letters().requeue(jobs, WHO).get(2)).isEqualTo(Acted.DONE);

    assertThat(claim(session, 5))
        .extracting(c -> c.job().id() + " " + new String(c.job().payload().bytes(), UTF_8))
        .containsExactlyInAnyOrder(
            "waits-too {\"to\":\"waits-too\"}", "letter {\"to\":\"letter\"}");
    settle(new Complete(running));
  }

  @Test
  @Rule("D2 letters")
  void a_letter_that_was_taken_away_comes_back_as_it_was() {
    bury("a");
    DeadJob letter =
        new DeadJob(letters().find(ref("a")).orElseThrow(), letters().attempts(ref("a")));
    letters().discard(refs("a"), WHO);

    assertThat(letters().importDead(List.of(letter), WHO))
        .containsExactly(new Enqueued.Stored(new JobId("a")));

    assertThat(letters().find(ref("a"))).contains(letter.record());
    assertThat(letters().attempts(ref("a"))).isEqualTo(letter.attempts());
  }
}
