package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for all queues. */
@Tag("server")
class QueuesTest {
  private static EncodedJob job(String id, String queue) {
    return new EncodedJob(new JobId(id), "mail", queue, Payload.json("1"));
  }

  @Test
  void of_two_changes_of_the_paused_types_a_queue_keeps_the_later_in_whichever_order_told() {
    try (RedisUnderTest bench = new RedisUnderTest()) {
      Backend backend = bench.backend();
      backend.enqueue(List.of(job("a", "q")));
      backend.rooms().operator().orElseThrow().pauseType("mail", "ana"); // the first change
      bench.tellOfPausedTypes("q", 0, "");

      assertThat(claim(backend, "q")).isZero();
      bench.tellOfPausedTypes("q", 2, "");
      bench.prune(); // whoever told it may have gone before letting jobs go
      assertThat(claim(backend, "q")).isEqualTo(1);
    }
  }

  @Test
  void a_queue_that_is_new_knows_which_types_are_paused() {
    try (RedisUnderTest bench = new RedisUnderTest()) {
      Backend backend = bench.backend();
      backend.rooms().operator().orElseThrow().pauseType("mail", "ana");

      backend.enqueue(List.of(job("a", "new")));

      assertThat(claim(backend, "new")).isZero();
    }
  }

  @Test
  void thousands_that_are_held_wait_again_when_their_type_is_resumed() {
    try (RedisUnderTest bench = new RedisUnderTest()) {
      Backend backend = bench.backend();
      var operator = backend.rooms().operator().orElseThrow();
      operator.pauseType("mail", "ana");
      operator.pauseType("other", "ana");
      backend.enqueue(
          IntStream.range(0, 2_500)
              .mapToObj(i -> i % 5 == 0 ? other("o" + i) : job("m" + i, "q"))
              .toList());
      assertThat(claim(backend, "q")).isZero();

      operator.resumeType("mail", "ana");

      assertThat(claim(backend, "q") + claim(backend, "q") + claim(backend, "q")).isEqualTo(2_000);
      operator.resumeType("other", "ana");
      assertThat(claim(backend, "q")).isEqualTo(500);
    }
  }

  private static EncodedJob other(String id) {
    return new EncodedJob(new JobId(id), "other", "q", Payload.json("1"));
  }

  private static int claim(Backend backend, String queue) {
    try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      return session.claim(List.of(new Demand(queue, 1_000)), Duration.ZERO).claims().size();
    }
  }
}
