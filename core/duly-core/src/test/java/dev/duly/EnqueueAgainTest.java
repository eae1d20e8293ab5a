package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ObjectCodec;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After a lost answer the same object is sent again, and the job is there once. */
class EnqueueAgainTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");

  private final Duly jobs = Duly.on(new InMemoryBackend(), new ObjectCodec());

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void the_same_object_is_the_same_job() {
    NewJob<Payload, Void> job = NewJob.of(WORK, Payload.none());

    JobHandle<?> first = jobs.enqueue(job);
    JobHandle<?> again = jobs.enqueue(job);

    assertThat(first.isNew()).isTrue();
    assertThat(again.isNew()).isFalse();
    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void a_bulk_that_is_sent_again_is_the_same_bulk() {
    List<NewJob<Payload, Void>> bulk =
        List.of(NewJob.of(WORK, Payload.none()), NewJob.of(WORK, Payload.none()));

    jobs.enqueueAll(bulk);

    assertThat(jobs.enqueueAll(bulk))
        .hasSize(2)
        .noneMatch(JobHandle::isNew)
        .noneMatch(JobHandle::isConflict);
  }

  @Test
  void copies_of_one_object_in_a_bulk_are_refused_since_they_would_be_one_job() {
    NewJob<Payload, Void> job = NewJob.of(WORK, Payload.none());

    assertThatThrownBy(() -> jobs.enqueueAll(Collections.nCopies(2, job)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make one for each");
    assertThat(jobs.enqueueAll(Collections.nCopies(2, job.id("own")))).hasSize(2);
  }

  @Test
  void what_is_made_of_it_is_another_job() {
    NewJob<Payload, Void> job = NewJob.of(WORK, Payload.none());

    JobHandle<?> first = jobs.enqueue(job);

    assertThat(jobs.enqueue(job.priority(Priority.HIGH)).id()).isNotEqualTo(first.id());
    assertThat(jobs.enqueue(NewJob.of(WORK, Payload.none())).id()).isNotEqualTo(first.id());
  }

  @Test
  void how_many_wait_in_a_queue_is_one_question() {
    jobs.enqueueAll(List.of(NewJob.of(WORK, Payload.none()), NewJob.of(WORK, Payload.none())));
    jobs.enqueue(NewJob.of(WORK, Payload.none()).queue("other"));

    assertThat(jobs.jobs().waiting("default")).isEqualTo(2);
    assertThat(jobs.jobs().waiting("nowhere")).isZero();
    assertThat(Duly.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void an_id_of_its_own_stays_with_what_is_made_of_it() {
    NewJob<Payload, Void> job = NewJob.of(WORK, Payload.none()).id("order-42");

    assertThat(jobs.enqueue(job).id()).isEqualTo(jobs.enqueue(job.tag("x")).id());
  }
}
