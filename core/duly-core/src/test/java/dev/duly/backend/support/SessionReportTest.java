package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Outcome;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Token;
import dev.duly.backend.room.RunCounts;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a session has settled, as it is written with its settlements. */
class SessionReportTest {
  private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Optional<Run> RAN =
      Optional.of(new Run(Duration.ofMillis(500), Duration.ofMillis(40), false));

  private final AtomicLong nanos = new AtomicLong();
  private final SessionReport report = new SessionReport(nanos::get);

  private record Numbered(String text) implements Token {}

  /** Due a second before it was claimed. */
  private static Claim claim(String queue, String type) {
    Job job = Job.builder(new JobId("j"), JobSpec.of(type, queue), Payload.none(), DUE).build();
    return new Claim(
        ClaimRef.of(job, new Numbered("n"), DUE.plusSeconds(1)),
        job,
        "default",
        Duration.ofSeconds(30),
        false,
        OptionalLong.empty());
  }

  private static Settlement complete(String queue, String type) {
    return new Complete(claim(queue, type).ref(), RAN, Optional.empty(), List.of());
  }

  private static List<String> texts(SessionReport.Rows rows) {
    return rows.tallies().stream()
        .map(t -> t.queue() + " " + t.type() + " " + t.completed() + " " + t.busy().toMillis())
        .toList();
  }

  @Test
  void a_row_holds_all_of_its_report_and_only_what_changed_is_written() {
    report.count(List.of(complete("q", "a"), complete("q", "b")));

    SessionReport.Rows rows = report.count(List.of(complete("q", "a"))).rows();

    assertThat(texts(rows)).containsExactly("q a 2 80");
    assertThat(texts(report.count(List.of(complete("p", "a"), complete("q", "b"))).rows()))
        .containsExactly("p a 1 40", "q b 2 80");
  }

  @Test
  void what_did_not_apply_is_taken_back_and_written_again() {
    report.count(List.of(complete("q", "a")));
    SessionReport.Entry entry =
        report.count(List.of(complete("q", "a"), complete("q", "b"), complete("q", "a")));
    assertThat(texts(entry.rows())).containsExactly("q a 3 120", "q b 1 40");

    SessionReport.Rows again =
        entry.settled(List.of(Outcome.LOST, Outcome.APPLIED, Outcome.ACCEPTED));

    assertThat(texts(again)).containsExactly("q a 2 80");
    assertThat(texts(report.count(List.of(complete("q", "a"))).rows()))
        .containsExactly("q a 3 120");
  }

  @Test
  void what_is_sent_again_after_an_unknown_answer_counts_once() {
    SessionReport.Entry first = report.count(List.of(complete("q", "a")));
    first.failed();

    assertThat(texts(report.count(List.of(complete("q", "a"))).rows())).containsExactly("q a 1 40");
  }

  @Test
  void what_failed_after_a_part_of_it_was_taken_back_is_taken_back_once() {
    SessionReport.Entry entry = report.count(List.of(complete("q", "a"), complete("q", "a")));
    entry.settled(List.of(Outcome.LOST, Outcome.APPLIED));
    entry.failed();

    assertThat(texts(report.count(List.of(complete("q", "a"))).rows())).containsExactly("q a 1 40");
  }

  @Test
  void what_may_have_been_stored_is_written_again_before_another_report_begins() {
    SessionReport.Entry lost = report.count(List.of(complete("q", "a"), complete("q", "b")));
    long number = lost.rows().number();
    lost.failed(); // but the store has both
    nanos.addAndGet(2 * TEN_SECONDS.toNanos());

    SessionReport.Entry again = report.count(List.of(complete("q", "a")));

    assertThat(again.rows().number()).isEqualTo(number);
    assertThat(texts(again.rows())).containsExactly("q a 1 40", "q b 0 0");
    again.settled(List.of(Outcome.APPLIED));
    SessionReport.Rows next = report.count(List.of(complete("q", "b"))).rows();
    assertThat(next.number()).isNotEqualTo(number);
    assertThat(texts(next)).containsExactly("q b 1 40");
  }

  @Test
  void after_ten_seconds_another_report_begins_and_the_old_one_can_still_be_corrected() {
    SessionReport.Entry old = report.count(List.of(complete("q", "a"), complete("q", "a")));
    nanos.addAndGet(TEN_SECONDS.toNanos());
    assertThat(report.count(List.of(complete("q", "a"))).rows().number())
        .isEqualTo(old.rows().number());

    nanos.addAndGet(1);
    SessionReport.Rows next = report.count(List.of(complete("q", "a"))).rows();

    assertThat(next.number()).isNotEqualTo(old.rows().number());
    assertThat(next.covers()).isZero();
    assertThat(texts(next)).containsExactly("q a 1 40");
    SessionReport.Rows corrected = old.settled(List.of(Outcome.APPLIED, Outcome.LOST));
    assertThat(corrected.number()).isEqualTo(old.rows().number());
    assertThat(corrected.covers()).isEqualTo(TEN_SECONDS.plusNanos(1));
    assertThat(texts(corrected)).containsExactly("q a 2 80");
  }

  @Test
  void how_long_it_waited_is_by_the_engines_clock_until_the_claim_and_by_ours_from_there() {
    Settlement retry = new Retry(claim("q", "a").ref(), RAN, Duration.ZERO, Failure.of("e", ""));

    RunCounts tally = report.count(List.of(retry)).rows().tallies().get(0);

    assertThat(tally.retried()).isEqualTo(1);
    assertThat(tally.waited().percentile(0.5))
        .isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_700));
  }

  @Test
  void what_no_handler_was_started_for_is_not_counted() {
    Settlement unstarted =
        new Complete(claim("q", "a").ref(), Optional.empty(), Optional.empty(), List.of());

    assertThat(report.count(List.of(unstarted)).rows().isEmpty()).isTrue();
  }
}
