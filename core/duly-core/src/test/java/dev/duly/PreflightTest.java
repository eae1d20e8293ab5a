package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Fencing;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Lease;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.memory.ForwardingBackend;
import dev.duly.memory.InMemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a backend does not offer is told before anything starts or is stored, all of it at once. */
class PreflightTest {
  private static final JobType<Payload, Void> LONG =
      JobType.raw("long").timeout(Duration.ofHours(2));
  private static final JobType<Payload, Void> SHORT =
      JobType.raw("short").timeout(Duration.ofMinutes(2));

  private final Backend store = new InMemoryBackend();

  @AfterEach
  void close() {
    store.close();
  }

  /** As brokers are: a claim lasts for half an hour at most, and a delay for a week. */
  private Duly onBroker(Lease lease) {
    return Duly.on(
        new ForwardingBackend(store) {
          @Override
          public Capabilities capabilities() {
            return Capabilities.builder(Fencing.COMPLETE_ONLY, lease)
                .delayMax(Duration.ofDays(7))
                .resultBytesMax(10)
                .build();
          }

          @Override
          public List<Enqueued> enqueue(List<EncodedJob> jobs) {
            capabilities().requireAcceptable(jobs);
            return super.enqueue(jobs);
          }
        },
        Codec.RAW);
  }

  private Duly onConnected() {
    return onBroker(
        new Lease.Connected(Duration.ofSeconds(60), Optional.of(Duration.ofMinutes(30))));
  }

  @Test
  void a_worker_is_told_every_gap_in_one_message() {
    WorkerBuilder worker =
        onConnected()
            .worker()
            .queue("default", 1)
            .lease(Duration.ofSeconds(5))
            .handle(LONG, (payload, attempt) -> {})
            .handle(SHORT, (payload, attempt) -> {});

    assertThatThrownBy(worker::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a claim lasts as long as the connection here: leave out .lease(5s)")
        .hasMessageContaining("type long: its timeout must be at most 30m")
        .hasMessageContaining("was 2h")
        .hasMessageNotContaining("type short");
  }

  @Test
  void a_total_length_of_timed_claims_is_a_limit_of_timeouts_too() {
    Duly jobs =
        onBroker(
            new Lease.Timed(
                Duration.ofSeconds(1), Duration.ofHours(1), Optional.of(Duration.ofHours(1))));

    assertThatThrownBy(() -> jobs.enqueue(NewJob.of(LONG, Payload.none())))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("timeout must be at most 1h");
  }

  @Test
  void an_instant_beyond_the_longest_delay_is_refused_as_a_delay_is() {
    Duly jobs = onConnected();
    Instant far = Instant.now().plus(Duration.ofDays(8));
    Capabilities offered = jobs.backend().capabilities();
    EncodedJob job =
        new EncodedJob(new JobId("a"), "short", "default", Payload.none())
            .withTimeout(Duration.ofMinutes(1))
            .withDue(new Due.At(far));

    assertThat(offered.problemsOf(job, Instant.now()))
        .singleElement()
        .asString()
        .startsWith("scheduled_at must be at most 7d from now, was " + far);
    assertThat(offered.problemsOf(job, far.minus(Duration.ofDays(7)))).isEmpty();
    assertThatThrownBy(() -> jobs.enqueue(NewJob.of(SHORT, Payload.none()).at(far)))
        .isInstanceOf(InvalidJobsException.class);
    assertThat(store.rooms().inspector().orElseThrow().queues()).isEmpty();
  }

  @Test
  void a_store_takes_any_instant_that_it_can_keep() {
    EncodedJob job =
        new EncodedJob(new JobId("a"), "short", "default", Payload.none())
            .withDue(new Due.At(Instant.parse("9999-12-31T00:00:00Z")));

    assertThat(store.capabilities().problemsOf(job, Instant.now())).isEmpty();
    assertThat(store.enqueue(List.of(job))).hasSize(1);
  }
}
