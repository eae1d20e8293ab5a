package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Notes;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.Retention;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a handler says is kept with its job (rule N2). */
abstract class NoteRules extends KitChapter {
  private static final Payload HALF = Payload.json("50");
  private static final Payload DONE =
      new Payload(new byte[] {0, -1}, "application/x-own", 2, Optional.of("key-1"));

  private List<LogLine> log(String id) {
    return backend.rooms().results().orElseThrow().log(ref(id));
  }

  private List<String> lines(String id) {
    return log(id).stream().map(LogLine::text).toList();
  }

  private static Notes lines(int first, String... texts) {
    return new Notes(Optional.empty(), first, said(texts));
  }

  private static List<Notes.Line> said(String... texts) {
    return Arrays.stream(texts).map(text -> new Notes.Line(Duration.ZERO, text)).toList();
  }

  private static Notes all(Payload progress, String... texts) {
    return new Notes(Optional.of(progress), 1, said(texts));
  }

  private static Optional<Run> ran(Notes notes) {
    return Optional.of(new Run(Duration.ZERO, Duration.ZERO, false, notes));
  }

  private Extended.State extend(Claim claim, Notes notes) {
    return session.extend(List.of(new Extension(claim.ref(), notes))).get(0).state();
  }

  private void settleAll(Settlement... done) {
    session.settle(List.of(done), List.of());
  }

  @Test
  @Rule("N2")
  void what_is_said_while_a_job_runs_is_there_at_once_and_keeps_its_lease() {
    enqueue(job("a"), job("b"));
    Claim a = claim(session, 2).get(0);
    bench.advance(LEASE.dividedBy(2));
    Notes notes =
        new Notes(
            Optional.of(HALF),
            1,
            List.of(
                new Notes.Line(Duration.ofMillis(30), "begun"),
                new Notes.Line(Duration.ofMillis(10), "sé ✓\n\tof 2")));
    assertThat(extend(a, notes)).isEqualTo(Extended.State.HELD);

    Instant now = record(a).leaseUntil().orElseThrow().minus(LEASE);
    assertThat(record(a).progress()).contains(HALF);
    assertThat(lines("a")).containsExactly("begun", "sé ✓\n\tof 2");
    assertThat(log("a").get(0).at()).isBetween(now.minusMillis(31), now.minusMillis(29));
    assertThat(log("a").get(1).at()).isBetween(now.minusMillis(11), now.minusMillis(9));
    assertThat(record("b").progress()).isEmpty();
    assertThat(log("b")).isEmpty();
    assertThat(log("never")).isEmpty();
  }

  @Test
  @Rule("N2")
  void the_latest_progress_counts_and_lines_follow_one_another() {
    enqueue(job("a"));
    Claim a = claimOne();
    extend(a, all(HALF, "one"));
    extend(a, new Notes(Optional.of(DONE), 2, said("two", "three")));
    extend(a, Notes.NONE);
    extend(a, lines(4, "four"));

    assertThat(record(a).progress()).contains(DONE);
    assertThat(lines("a")).containsExactly("one", "two", "three", "four");
  }

  @Test
  @Rule("N2")
  void notes_that_are_sent_again_add_no_line_twice() {
    enqueue(job("a"));
    Claim a = claimOne();
    extend(a, all(HALF, "one", "two"));
    extend(a, all(HALF, "one", "two", "three"));
    settle(
        new Complete(a.ref(), ran(lines(2, "two", "three", "four")), Optional.empty(), List.of()));

    assertThat(lines("a")).containsExactly("one", "two", "three", "four");
  }

  @Test
  @Rule("N2")
  void every_settlement_brings_what_was_said_last() {
    enqueue(job("done"), job("retried"), job("released"), job("cancelled"), job("dead"), job("x"));
    List<Claim> claims = claim(session, 6);
    settleAll(
        new Complete(claims.get(0).ref(), ran(all(DONE, "done")), Optional.empty(), List.of()),
        new Retry(claims.get(1).ref(), ran(all(HALF, "retried")), LEASE, BOOM),
        new Release(
            claims.get(2).ref(),
            ran(all(HALF, "released")),
            LEASE,
            ReleaseReason.SNOOZED,
            Streaks.NONE),
        new Cancel(claims.get(3).ref(), ran(all(HALF, "cancelled")), "asked", List.of()),
        new DeadLetter(
            claims.get(4).ref(), ran(all(HALF, "dead")), DeadReason.REJECTED, BOOM, List.of()),
        new Complete(claims.get(5)));

    for (String id : List.of("retried", "released", "cancelled", "dead")) {
      assertThat(record(id).progress()).as(id).contains(HALF);
      assertThat(lines(id)).as(id).containsExactly(id);
    }
    assertThat(record("done").progress()).contains(DONE);
    assertThat(lines("done")).containsExactly("done");
    assertThat(record("x").progress()).isEmpty();
    assertThat(log("x")).isEmpty();
  }

  @Test
  @Rule("N2")
  void the_next_attempt_goes_on_with_the_same_log() {
    enqueue(job("a"));
    Claim first = claimOne();
    settle(new Retry(first.ref(), ran(all(HALF, "one", "two")), LEASE, BOOM));
    bench.advance(LEASE);
    Claim second = claimOne();
    assertThat(record("a").progress()).contains(HALF);
    extend(second, lines(1, "three"));

    assertThat(lines("a")).containsExactly("one", "two", "three");
  }

  @Test
  @Rule("N2")
  void a_lost_claim_says_nothing() {
    enqueue(job("a"));
    Claim lost = claimOne();
    bench.advance(LEASE);
    Claim current = claim(other, 1).get(0);
    assertThat(extend(lost, all(HALF, "late"))).isEqualTo(Extended.State.LOST);
    settle(new Complete(lost.ref(), ran(all(HALF, "later")), Optional.empty(), List.of()));
    assertThat(log("a")).isEmpty();
    assertThat(record("a").progress()).isEmpty();

    other.settle(List.of(new Complete(current)), List.of());
    other.settle(
        List.of(new Complete(current.ref(), ran(all(HALF, "again")), Optional.empty(), List.of())),
        List.of());
    assertThat(log("a")).isEmpty();
    assertThat(record("a").progress()).isEmpty();
  }

  @Test
  @Rule("N2")
  void the_last_thousand_lines_are_kept() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    extend(claims.get(1), lines(1, "neighbour"));
    String[] many = IntStream.rangeClosed(1, 1_000).mapToObj(i -> "l" + i).toArray(String[]::new);
    extend(claims.get(0), lines(1, many));
    assertThat(lines("a")).containsExactly(many);
    bench.advance(TICK);
    extend(claims.get(0), lines(1_001, "one", "two"));

    assertThat(lines("a")).hasSize(1_000).startsWith("l3", "l4").endsWith("l1000", "one", "two");
    assertThat(lines("b")).containsExactly("neighbour");
  }

  @Test
  @Rule("N2")
  void the_lines_of_the_earliest_attempt_go_first() {
    enqueue(job("a"));
    Claim first = claimOne();
    String[] many = IntStream.rangeClosed(1, 1_000).mapToObj(i -> "l" + i).toArray(String[]::new);
    settle(new Retry(first.ref(), ran(lines(1, many)), LEASE, BOOM));
    bench.advance(LEASE);
    extend(claimOne(), lines(1, "one", "two"));

    assertThat(lines("a")).hasSize(1_000).startsWith("l3", "l4").endsWith("l1000", "one", "two");
  }

  @Test
  @Rule("N2")
  void the_last_65536_characters_are_kept() {
    enqueue(job("a"));
    Claim a = claimOne();
    String[] long40 =
        IntStream.range(0, 40)
            .mapToObj(i -> "%02d".formatted(i) + "x".repeat(1_998))
            .toArray(String[]::new);
    extend(a, lines(1, long40));

    assertThat(lines("a")).containsExactly(Arrays.copyOfRange(long40, 8, 40));
  }

  @Test
  @Rule("N2")
  void notes_go_with_their_job() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    settleAll(
        new Complete(claims.get(0).ref(), ran(all(HALF, "one")), Optional.empty(), List.of()),
        new Complete(claims.get(1).ref(), ran(all(HALF, "other")), Optional.empty(), List.of()));
    operator().delete(refs("b"), WHO);
    assertThat(log("b")).isEmpty();
    enqueue(job("b"));

    assertThat(log("b")).isEmpty();
    assertThat(record("b").progress()).isEmpty();
    assertThat(lines("a")).containsExactly("one");
    assertThat(record("a").progress()).contains(HALF);
  }

  @Test
  @Rule("N2")
  void notes_go_with_jobs_that_are_kept_no_longer() {
    operator().keep(Retention.of(Duration.ofDays(1)), WHO);
    enqueue(job("done"), job("cancelled"), job("dead"), job("plain"));
    List<Claim> claims = claim(session, 4);
    settleAll(
        new Complete(claims.get(0).ref(), ran(all(HALF, "done")), Optional.empty(), List.of()),
        new Cancel(claims.get(1).ref(), ran(all(HALF, "cancelled")), "asked", List.of()),
        new DeadLetter(
            claims.get(2).ref(), ran(all(HALF, "dead")), DeadReason.REJECTED, BOOM, List.of()),
        new Complete(claims.get(3)));
    bench.advance(Duration.ofDays(2));
    bench.prune();

    assertThat(lines("dead")).containsExactly("dead");
    assertThat(record("dead").progress()).contains(HALF);
    enqueue(job("done"), job("cancelled"));
    for (String id : List.of("done", "cancelled")) {
      assertThat(log(id)).isEmpty();
      assertThat(record(id).progress()).isEmpty();
    }
  }

  @Test
  @Rule("N2")
  void a_running_job_that_cannot_be_deleted_keeps_its_notes() {
    enqueue(job("a"));
    extend(claimOne(), all(HALF, "one"));
    operator().delete(refs("a"), WHO);
    assertThat(lines("a")).containsExactly("one");
    assertThat(record("a").progress()).contains(HALF);
  }

  @Test
  @Rule("N2")
  void a_job_of_another_queue_has_another_log() {
    enqueue(job("a"));
    extend(claimOne(), lines(1, "one"));
    assertThat(backend.rooms().results().orElseThrow().log(jobIn("other", "a").ref())).isEmpty();
  }

  @Test
  @Rule("N2")
  void a_job_that_is_requeued_keeps_its_log() {
    enqueue(job("a"));
    settle(
        new DeadLetter(
            claimOne().ref(), ran(all(HALF, "one")), DeadReason.REJECTED, BOOM, List.of()));
    operator().requeue(refs("a"), WHO);
    extend(claimOne(), lines(1, "two"));

    assertThat(lines("a")).containsExactly("one", "two");
  }
}
