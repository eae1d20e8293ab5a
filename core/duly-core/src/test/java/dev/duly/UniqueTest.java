package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.InvalidJobsException;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.KeyHeldException;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Until;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Unique jobs as an application asks for them. */
class UniqueTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Duly duly = Duly.on(new InMemoryBackend(clock), new ObjectCodec());

  @AfterEach
  void close() {
    duly.close();
  }

  private static NewJob<Payload, Void> work(String payload) {
    return NewJob.of(WORK, Payload.json(payload));
  }

  @Test
  void a_second_job_of_the_key_is_the_first_one() {
    JobHandle<Void> first = duly.enqueue(work("1").unique("k"));
    JobHandle<Void> second = duly.enqueue(work("2").unique("k"));

    assertThat(first.isNew()).isTrue();
    assertThat(second.isNew()).isFalse();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.ref()).isEqualTo(first.ref());
    assertThat(second.state()).contains(JobState.WAITING);
  }

  @Test
  void a_holder_in_another_queue_is_found_there() {
    JobHandle<Void> first = duly.enqueue(work("1").queue("there").unique("k"));
    JobHandle<Void> second = duly.enqueue(work("2").queue("here").unique("k"));

    assertThat(second.ref()).isEqualTo(new JobRef("there", first.id()));
    duly.jobs().delete(first.ref());
    assertThat(second.state()).isEmpty();
  }

  @Test
  void what_is_to_be_refused_is_an_exception_of_one_job_and_an_answer_of_a_bulk() {
    JobHandle<Void> first = duly.enqueue(work("1").unique("k"));
    NewJob<Payload, Void> other = work("2").unique("k").onConflict(OnConflict.REJECT);

    assertThatThrownBy(() -> duly.enqueue(other))
        .isInstanceOfSatisfying(
            KeyHeldException.class, e -> assertThat(e.holder()).isEqualTo(first.id()))
        .hasMessage("nothing was enqueued: job " + first.id() + " holds the unique key \"k\"");
    List<JobHandle<?>> bulk = duly.enqueueAll(List.of(other, work("3")));
    assertThat(bulk.get(0).isRejected()).isTrue();
    assertThat(bulk.get(0).isNew()).isFalse();
    assertThat(bulk.get(0).id()).isEqualTo(first.id());
    assertThat(bulk.get(1).isNew()).isTrue();
  }

  @Test
  void a_debounced_job_runs_once_with_the_last_payload_when_it_is_quiet() {
    NewJob<Payload, Void> reindex =
        NewJob.of(WORK, Payload.json("1"))
            .unique("reindex", Until.started())
            .onConflict(OnConflict.REPLACE)
            .delay(Duration.ofSeconds(5));
    JobHandle<Void> first = duly.enqueue(reindex);
    clock.advance(Duration.ofSeconds(4));
    JobHandle<Void> second =
        duly.enqueue(
            work("2")
                .unique("reindex", Until.started())
                .onConflict(OnConflict.REPLACE)
                .delay(Duration.ofSeconds(5)));

    assertThat(second.isReplaced()).isTrue();
    assertThat(second.isNew()).isFalse();
    assertThat(second.id()).isEqualTo(first.id());
    var job = duly.jobs().find(first.ref()).orElseThrow().job();
    assertThat(job.payload()).isEqualTo(Payload.json("2"));
    assertThat(job.scheduledAt()).isEqualTo(clock.instant().plusSeconds(5));
  }

  @Test
  void without_a_key_the_payload_is_the_key() {
    JobHandle<Void> first = duly.enqueue(work("1").unique());

    assertThat(duly.enqueue(work("1").unique()).id()).isEqualTo(first.id());
    assertThat(duly.enqueue(work("2").unique()).isNew()).isTrue();
    assertThat(duly.enqueue(NewJob.of(JobType.raw("other"), Payload.json("1")).unique()).isNew())
        .isTrue();
    assertThat(duly.jobs().find(first.ref()).orElseThrow().job().labels().uniqueKey())
        .contains("work:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b");
    assertThatThrownBy(() -> duly.enqueue(work("1").unique().onConflict(OnConflict.REJECT)))
        .hasMessageEndingWith("holds the unique key of this payload");
  }

  @Test
  void a_time_is_a_time_whatever_becomes_of_the_job() {
    NewJob<Payload, Void> hourly = work("1").unique(Until.after(Duration.ofHours(1)));
    JobHandle<Void> first = duly.enqueue(hourly);
    first.cancel();

    assertThat(duly.enqueue(work("1").unique(Until.after(Duration.ofHours(1)))).isNew()).isFalse();
    clock.advance(Duration.ofHours(1));
    assertThat(duly.enqueue(work("1").unique(Until.after(Duration.ofHours(1)))).isNew()).isTrue();
  }

  @Test
  void bad_keys_and_terms_are_told_all_at_once() {
    assertThatThrownBy(
            () ->
                duly.enqueueAll(
                    List.of(
                        work("1").unique(""),
                        work("1").unique("a\nb", Until.after(Duration.ZERO)),
                        work("1").unique("x".repeat(201)),
                        work("1").onConflict(OnConflict.REJECT),
                        work("1").unique("k", Until.after(Duration.ofDays(4_000))),
                        work("1").unique("a\0b"))))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("unique_key must not be empty")
        .hasMessageContaining("unique_key must not contain the control character U+000A")
        .hasMessageContaining("unique_until must be between 1ms and 3650d, was 0s")
        .hasMessageContaining("unique_key must be at most 200 characters, was 201")
        .hasMessageContaining("unique_key is missing: what holds until or on a conflict is said")
        .hasMessageContaining("was 4000d")
        .hasMessageContaining("unique_key must not contain U+0000");
    assertThat(duly.jobs().waiting("default")).isZero();
  }
}
