package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.Feature;
import dev.duly.backend.InvalidJobsException;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.tck.bench.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** E. What was enqueued comes out as it went in, or nothing of it does. */
abstract class EnqueueOutside extends OutsideChapter {

  @Test
  @Rule("E1")
  void a_worker_gets_the_payload_byte_for_byte() {
    String text = "{\"n\":\"é 漢 \\u0000 \uD83D\uDE00\"}";
    enqueue(new EncodedJob(new JobId("a"), "mail", QUEUE, Payload.json(text)));

    Claim claim = claimOne();

    assertThat(claim.job().payload().bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(claim.job().payload().contentType()).isEqualTo(Payload.JSON);
  }

  @Test
  @Rule("E1")
  void a_worker_gets_the_labels_however_many_come_together() {
    Labels shop = Labels.NONE.withProducer(Optional.of("shop"));
    Labels tagged =
        new Labels(Optional.empty(), Optional.empty(), List.of("a"), Map.of(), Optional.empty());
    List<EncodedJob> bulk = new ArrayList<>();
    for (Labels labels : List.of(shop, tagged, Labels.NONE)) {
      IntStream.range(0, 120).forEach(i -> bulk.add(job().withLabels(labels)));
    }
    bulk.add(job().withLabels(shop));

    backend.enqueue(bulk);

    assertThat(claim(session, bulk.size()))
        .extracting(claim -> claim.job().labels())
        .containsExactlyElementsOf(bulk.stream().map(EncodedJob::labels).toList());
  }

  @Test
  @Rule("E1")
  void a_worker_gets_each_job_as_it_was_enqueued_though_it_differs_in_one_thing_alone() {
    EncodedJob same = job("same");
    List<EncodedJob> bulk = new ArrayList<>();
    for (EncodedJob other :
        List.of(
            new EncodedJob(new JobId("type"), "other", QUEUE, same.payload()),
            job("content_type")
                .withPayload(new Payload(new byte[] {1}, "text/plain", 1, Optional.empty())),
            job("version")
                .withPayload(new Payload(new byte[] {1}, Payload.JSON, 2, Optional.empty())),
            job("max_attempts").withMaxAttempts(7),
            job("retry").withRetry("1s ±0%"),
            job("timeout").withTimeout(Duration.ofMinutes(1)))) {
      bulk.add(job());
      bulk.add(other);
    }
    backend.enqueue(bulk);

    List<Claim> claims = new ArrayList<>();
    while (claims.size()
        < bulk.size()) { // by one or three: kinds change within a claim and between
      claims.addAll(claim(session, claims.size() < 4 ? 1 : 3));
    }

    assertThat(claims)
        .zipSatisfy(
            bulk,
            (claim, asked) -> {
              assertThat(claim.job().id()).isEqualTo(asked.id());
              assertThat(claim.job().type()).isEqualTo(asked.type());
              assertThat(claim.job().payload().contentType())
                  .isEqualTo(asked.payload().contentType());
              assertThat(claim.job().payload().version()).isEqualTo(asked.payload().version());
              assertThat(claim.job().maxAttempts()).isEqualTo(asked.maxAttempts());
              assertThat(claim.job().retry()).isEqualTo(asked.retry());
              assertThat(claim.job().timeout()).isEqualTo(asked.timeout());
            });
  }

  @Test
  @Rule("E2")
  void a_bulk_is_answered_in_its_order_and_served_in_its_order() {
    List<EncodedJob> bulk =
        IntStream.range(0, 250).mapToObj(i -> job("b" + (997 * i % 250))).toList();

    List<Enqueued> answers = backend.enqueue(bulk);

    List<String> order = bulk.stream().map(j -> j.id().value()).toList();
    assertThat(answers).extracting(e -> e.id().value()).containsExactlyElementsOf(order);
    assertThat(ids(claim(session, 250))).containsExactlyElementsOf(order);
  }

  @Test
  @Rule("E2")
  void an_empty_bulk_is_no_mistake() {
    assertThat(backend.enqueue(List.of())).isEmpty();
  }

  @Test
  @Rule("E3")
  void an_id_that_is_taken_spoils_nothing_of_the_rest_of_a_bulk() {
    assumeTrue(backend.capabilities().offers(Feature.KNOWN_IDS), "offered");
    EncodedJob first = job("a");
    enqueue(first);
    EncodedJob conflicting = new EncodedJob(first.id(), "sms", QUEUE, first.payload());

    List<Enqueued> answers = enqueue(job("b"), first, job("c"), conflicting, job("d"), job("d"));

    assertThat(answers)
        .containsExactly(
            new Enqueued.Stored(new JobId("b")),
            new Enqueued.Duplicate(first.id()),
            new Enqueued.Stored(new JobId("c")),
            new Enqueued.Conflict(first.id()),
            new Enqueued.Stored(new JobId("d")),
            new Enqueued.Duplicate(new JobId("d")));
    assertThat(ids(claim(session, 10))).containsExactly("a", "b", "c", "d");
  }

  @Test
  @Rule("E4")
  void bad_input_is_refused_whole_with_every_problem_in_one_message() {
    int limit = backend.capabilities().payloadBytesMax();
    List<EncodedJob> bulk = new ArrayList<>();
    bulk.add(job("good"));
    bulk.add(new EncodedJob(new JobId("x"), "", "no spaces", Payload.none()));
    bulk.add(
        new EncodedJob(
            new JobId("y"), "mail", QUEUE, new Payload(new byte[limit + 1], Payload.JSON)));
    bulk.add(job("z").withMaxAttempts(0).withTimeout(Duration.ZERO));
    bulk.add(
        job("w").withDue(new Due.In(backend.capabilities().delayMax().plus(Duration.ofDays(1)))));

    assertThatThrownBy(() -> backend.enqueue(bulk))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("job 2: type must be")
        .hasMessageContaining("job 2: queue must be")
        .hasMessageContaining("\"no spaces\"")
        .hasMessageContaining("job 3: payload is " + String.format("%,d", limit + 1))
        .hasMessageContaining(String.format("%,d", limit))
        .hasMessageContaining("job 4: max_attempts must be")
        .hasMessageContaining("job 4: timeout must be")
        .hasMessageContaining("job 5: delay must be");
    claimNone(session, 10);
  }

  @Test
  @Rule("E4")
  void a_payload_of_exactly_the_limit_is_fine() {
    byte[] bytes = new byte[backend.capabilities().payloadBytesMax()];
    enqueue(new EncodedJob(new JobId("a"), "mail", QUEUE, new Payload(bytes, Payload.JSON)));

    assertThat(claimOne().job().payload().size()).isEqualTo(bytes.length);
  }

  @Test
  @Rule("E4")
  void a_bulk_over_the_limit_is_refused_never_split() {
    int max = backend.capabilities().batchMax();
    List<EncodedJob> bulk = IntStream.rangeClosed(0, max).mapToObj(i -> job("b" + i)).toList();

    assertThatThrownBy(() -> backend.enqueue(bulk))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("a bulk is at most " + max);
    claimNone(session, 10);
  }
}
