package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Demand;
import dev.duly.backend.Feature;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** E. Enqueue. */
abstract class EnqueueRules extends KitChapter {

  @Test
  @Rule("E1")
  void an_enqueued_job_is_found_with_everything_it_was_given() {
    Labels labels =
        new Labels(
            Optional.empty(),
            groupKey("tenant-7"),
            List.of("a:1", "b"),
            Map.of("traceparent", "00-abc"),
            Optional.of("shop"));
    JobSpec spec =
        JobSpec.builder("image.resize", "images")
            .priority(Priority.LOW)
            .maxAttempts(7)
            .retry("1s 2s ±0%")
            .timeout(Duration.ofMinutes(2))
            .labels(labels)
            .build();
    byte[] bytes = {0, 1, -1, 127};
    Payload payload = new Payload(bytes, "application/octet-stream", 3, Optional.of("key-1"));
    EncodedJob asked =
        new EncodedJob(new JobId("A.b_c:d-1"), spec, payload)
            .withDue(new Due.In(Duration.ofHours(1)));

    assertThat(enqueue(asked)).containsExactly(new Enqueued.Stored(asked.id()));

    var found = record(asked.ref());
    var job = found.job();
    assertThat(found.state()).isEqualTo(JobState.WAITING);
    assertThat(job.type()).isEqualTo("image.resize");
    assertThat(job.queue()).isEqualTo("images");
    assertThat(job.priority()).isEqualTo(Priority.LOW);
    assertThat(job.payload()).isEqualTo(asked.payload());
    assertThat(job.attempts()).isZero();
    assertThat(job.maxAttempts()).isEqualTo(7);
    assertThat(job.retry()).isEqualTo("1s 2s ±0%");
    assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(job.scheduledAt()).isEqualTo(job.createdAt().plus(Duration.ofHours(1)));
    assertThat(job.labels()).isEqualTo(labels);
  }

  @Test
  @Rule("E3")
  void the_same_job_sent_again_is_a_duplicate_and_other_content_a_conflict() {
    EncodedJob first = job("a");
    enqueue(first);

    assertThat(enqueue(first)).containsExactly(new Enqueued.Duplicate(first.id()));
    assertThat(
            enqueue(
                new EncodedJob(first.id(), "mail", QUEUE, Payload.json("{\"to\":\"b\"}")),
                new EncodedJob(first.id(), "sms", QUEUE, first.payload()),
                new EncodedJob(
                    first.id(), "mail", QUEUE, new Payload(first.payload().bytes(), "text/plain")),
                new EncodedJob(
                    first.id(),
                    "mail",
                    QUEUE,
                    new Payload(first.payload().bytes(), Payload.JSON, 2, Optional.empty()))))
        .allSatisfy(e -> assertThat(e).isEqualTo(new Enqueued.Conflict(first.id())))
        .hasSize(4);
    assertThat(inspector().list(JobQuery.all(10)).jobs()).hasSize(1);
    assertThat(record(first.ref()).job().payload()).isEqualTo(first.payload());
  }

  @Test
  @Rule("E2")
  void a_bulk_of_exactly_the_limit_is_fine() {
    int limit = backend.capabilities().batchMax();
    List<EncodedJob> bulk = IntStream.range(0, limit).mapToObj(i -> job("j" + i)).toList();

    assertThat(backend.enqueue(bulk)).allMatch(answer -> answer instanceof Enqueued.Stored);

    assertThat(inspector().queues().get(0).waiting()).isEqualTo(limit);
    assertThat(backend.enqueue(bulk)).allMatch(answer -> answer instanceof Enqueued.Duplicate);
  }

  @Test
  @Rule("E3 across queues")
  void an_id_is_taken_in_every_queue() {
    assumeTrue(backend.capabilities().offers(Feature.ACROSS_QUEUES), "offered across queues");
    enqueue(job("a"));

    assertThat(enqueue(new EncodedJob(new JobId("a"), "mail", "other", job("a").payload())))
        .containsExactly(new Enqueued.Conflict(new JobId("a")));
    assertThat(claim(session, new Demand("other", 1))).isEmpty();
  }

  @Test
  @Rule("E2 across queues")
  void a_bulk_for_several_queues_is_seen_whole_or_not_at_all() throws Exception {
    assumeTrue(backend.capabilities().offers(Feature.ACROSS_QUEUES), "offered across queues");
    int bulks = 10;
    int each = 1_000; // so many that a part of them would be seen
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < bulks; i++) {
                List<EncodedJob> bulk = new ArrayList<>();
                for (int job = 0; job < 2 * each; job++) {
                  bulk.add(jobIn(job < each ? "a" : "b", i + "-" + job));
                }
                backend.enqueue(bulk);
              }
            });

    while (!producer.isDone()) {
      assertThat(inspector().queues().stream().map(QueueRecord::total).distinct().count())
          .isLessThan(2);
    }
    producer.get(30, TimeUnit.SECONDS);
    assertThat(inspector().queues())
        .allMatch(queue -> queue.total() == (long) bulks * each)
        .hasSize(2);
  }

  @Test
  @Rule("E3")
  void an_id_stays_taken_for_a_day_after_the_end() {
    EncodedJob first = job("a");
    enqueue(first);
    settle(new Complete(claimOne()));

    bench.advance(Duration.ofHours(24));

    assertThat(enqueue(first)).containsExactly(new Enqueued.Duplicate(first.id()));
    assertThat(claim(session, 1)).isEmpty();
  }
}
