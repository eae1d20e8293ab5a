package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.InvalidJobsException;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that follow an attempt exist if and only if it completes (rule S6). */
class FollowUpTest {
  private static final JobType<Payload, Void> FIRST = JobType.raw("first");
  private static final JobType<Payload, Void> NEXT = JobType.raw("next");

  private final Duly duly = Duly.on(new InMemoryBackend(), Codec.RAW);
  private final List<Attempt> attempts = new ArrayList<>();

  @AfterEach
  void close() {
    duly.close();
  }

  private void run(Handler<Payload> handler) {
    duly.enqueue(FIRST, Payload.none());
    try (ManualWorker worker =
        duly.worker()
            .queue("default", 1)
            .handle(
                FIRST,
                (payload, attempt) -> {
                  attempts.add(attempt);
                  handler.handle(payload, attempt);
                })
            .manual()) {
      assertThat(worker.runNext()).isPresent();
    }
  }

  @Test
  void what_follows_a_completion_is_stored_under_the_id_that_was_told() {
    List<Object> ids = new ArrayList<>();
    run(
        (payload, attempt) -> {
          ids.add(attempt.then(NewJob.of(NEXT, Payload.json("1"))));
          ids.add(attempt.then(NewJob.of(NEXT, Payload.json("2")).id("own")));
        });

    assertThat(duly.jobs().list("type:next", 5))
        .extracting(record -> record.job().id())
        .hasSize(2)
        .containsExactlyInAnyOrderElementsOf(
            ids.stream().map(id -> (dev.duly.job.JobId) id).toList());
    assertThat(duly.jobs().find("own").orElseThrow().job().payload()).isEqualTo(Payload.json("2"));
  }

  @Test
  void nothing_follows_an_attempt_that_fails() {
    run(
        (payload, attempt) -> {
          attempt.then(NewJob.of(NEXT, Payload.json("1")));
          throw new IOException("after all");
        });

    assertThat(duly.jobs().list("type:next", 5)).isEmpty();
  }

  @Test
  void what_breaks_a_limit_is_refused_where_it_is_said_and_the_rest_follows() {
    List<Exception> refused = new ArrayList<>();
    run(
        (payload, attempt) -> {
          attempt.then(NewJob.of(NEXT, Payload.json("1")));
          try {
            attempt.then(NewJob.of(NEXT, Payload.none()).queue("no spaces").maxAttempts(0));
          } catch (InvalidJobsException e) {
            refused.add(e);
          }
        });

    assertThat(refused)
        .singleElement()
        .asString()
        .contains("queue must be")
        .contains("max_attempts must be");
    assertThat(duly.jobs().list("type:next", 5)).hasSize(1);
    assertThat(duly.jobs().list("type:first", 5))
        .allMatch(job -> job.state() == JobState.COMPLETED);
  }

  @Test
  void an_attempt_that_is_over_takes_no_more() {
    run((payload, attempt) -> {});

    assertThatThrownBy(() -> attempts.get(0).then(NewJob.of(NEXT, Payload.none())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("first ")
        .hasMessageContaining("attempt 1");
  }
}
