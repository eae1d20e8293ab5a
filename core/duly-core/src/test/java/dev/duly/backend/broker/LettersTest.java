package dev.duly.backend.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.query.JobFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LettersTest {
  private static final Instant BORN = Instant.parse("2030-01-01T12:00:00Z");
  private static final Failure WHY = new Failure("E", "m".repeat(300), "at a.B", "f");

  /** It died so many seconds later. */
  private static Envelope letter(String id, int seconds) {
    Instant died = BORN.plusSeconds(seconds);
    Job job =
        Job.builder(new JobId(id), JobSpec.of("mail", "q"), Payload.json("1"), BORN)
            .attempts(2)
            .streaks(new Streaks(1, 0, 0))
            .build();
    Failure cut = new Failure("E", "m".repeat(200), "", "f");
    return Envelope.of(job)
        .withTried(new AttemptRecord(1, BORN, BORN, "w1", "retried", Optional.of(cut)))
        .withTried(new AttemptRecord(2, BORN, died, "w2", "dead", Optional.of(cut)))
        .withDeath(Optional.of(new Envelope.Death("exhausted", WHY, died)));
  }

  private static List<String> ids(JobPage page) {
    return page.jobs().stream().map(job -> job.job().id().value()).toList();
  }

  @Test
  void the_latest_death_comes_first_and_pages_meet() {
    List<Envelope> all = List.of(letter("a", 1), letter("b", 3), letter("d", 2), letter("c", 2));
    JobQuery two = JobQuery.all(2);

    JobPage first = Letters.page(all, two, BORN);
    JobPage second = Letters.page(all, two.after(first.next().orElseThrow()), BORN);

    assertThat(ids(first)).containsExactly("b", "c");
    assertThat(ids(second)).containsExactly("d", "a");
    assertThat(second.next()).isEmpty();
    List<Envelope> fewer = List.of(letter("a", 1), letter("b", 3), letter("d", 2));
    assertThat(ids(Letters.page(fewer, two.after(first.next().orElseThrow()), BORN)))
        .as("the letter is gone at which the page ended")
        .containsExactly("d", "a");
  }

  @Test
  void only_those_that_fit_are_on_it() {
    List<Envelope> all = List.of(letter("a", 1), letter("b", 3));

    assertThat(ids(Letters.page(all, new JobQuery(JobFilter.parse("id:a"), 5), BORN)))
        .containsExactly("a");
    assertThatThrownBy(() -> Letters.page(all, JobQuery.all(2).after("x"), BORN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid page cursor");
  }

  @Test
  void a_letter_goes_to_another_store_with_its_last_failure_whole() {
    Envelope letter = letter("a", 1);

    DeadJob moved = new DeadJob(Letters.record(letter), Letters.attempts(letter));

    assertThat(moved.failure()).isEqualTo(WHY);
    assertThat(moved.reason()).isEqualTo("exhausted");
    assertThat(Letters.record(Letters.of(moved))).isEqualTo(Letters.record(letter));
  }

  @Test
  void it_lives_again_with_a_fresh_budget_and_its_history() {
    Envelope alive = Letters.alive(letter("a", 1), BORN.plusSeconds(9));

    assertThat(alive.death()).isEmpty();
    assertThat(alive.job().attempts()).isZero();
    assertThat(alive.job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(alive.job().scheduledAt()).isEqualTo(BORN.plusSeconds(9));
    assertThat(alive.tried()).hasSize(2);
  }
}
