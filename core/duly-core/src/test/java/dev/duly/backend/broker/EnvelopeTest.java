package dev.duly.backend.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.broker.Envelope.Death;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job as a message's headers. */
class EnvelopeTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private static final Envelope PLAIN =
      Envelope.of(
          Job.builder(new JobId("a"), JobSpec.of("mail", "email"), Payload.json("{\"n\":1}"), NOON)
              .build());

  private static Envelope full() {
    JobSpec spec =
        JobSpec.builder("image.resize", "images")
            .priority(Priority.LOW)
            .maxAttempts(7)
            .retry("1s 2s ±0%")
            .timeout(Duration.ofMinutes(2))
            .labels(
                new Labels(
                    Optional.of("key & = %"),
                    Optional.of("group"),
                    List.of("a", "é ✓", "a&b"),
                    Map.of("h", "v w", "x=y", "1&2"),
                    Optional.of("shop")))
            .build();
    Payload payload = new Payload(new byte[] {0, -1, 7}, "x/y", 3, Optional.of("k1"));
    Job job =
        Job.builder(new JobId("job_1"), spec, payload, NOON)
            .attempts(2)
            .scheduledAt(NOON.plusMillis(90_001))
            .expiresAt(Optional.of(NOON.plusSeconds(5_000)))
            .streaks(new Streaks(1, 2, 3))
            .build();
    return Envelope.of(job)
        .withParked(Optional.of(new ParkReason("unknown_type", "no worker knows: it")))
        .withTried(attempt(1, Optional.of(new Failure("E", "no & address = 1", "", "E-1"))))
        .withTried(attempt(2, Optional.empty()))
        .withDeath(
            Optional.of(
                new Death(
                    "exhausted",
                    new Failure("java.lang.X", "m\nn", "at a\n\tat b", "X-77"),
                    NOON.plusSeconds(9))));
  }

  private static AttemptRecord attempt(int number, Optional<Failure> failure) {
    return new AttemptRecord(
        number, NOON.plusSeconds(number), NOON.plusMillis(1_500), "w 1", "retried", failure);
  }

  private static Envelope again(Envelope envelope) {
    return EnvelopeText.read(EnvelopeText.of(envelope), envelope.job().payload().bytes());
  }

  @Test
  void what_is_written_is_read_back() {
    assertThat(again(PLAIN)).isEqualTo(PLAIN);
    assertThat(again(full())).isEqualTo(full());
    assertThat(EnvelopeText.of(PLAIN))
        .containsEntry("v", "1")
        .containsEntry("id", "a")
        .containsEntry("created_at", "1893499200000")
        .containsOnlyKeys("v", "id", "type", "queue", "created_at");
  }

  @Test
  void what_a_newer_version_adds_is_passed_over() {
    Map<String, String> text = new HashMap<>(EnvelopeText.of(full()));
    text.put("colour", "red");
    assertThat(EnvelopeText.read(text, full().job().payload().bytes())).isEqualTo(full());
    assertThat(EnvelopeText.version(text)).contains(1);
    assertThat(EnvelopeText.version(Map.of("v", "12"))).contains(12);
    assertThat(EnvelopeText.version(Map.of())).isEmpty();
    assertThat(EnvelopeText.version(Map.of("v", "one"))).isEmpty();
  }

  @Test
  void twenty_attempts_are_kept_and_their_messages_cut() {
    Envelope many = PLAIN;
    for (int number = 1; number <= 25; number++) {
      many = many.withTried(attempt(number, Optional.of(Failure.of("E", "m".repeat(900)))));
    }
    assertThat(many.tried())
        .extracting(AttemptRecord::number)
        .startsWith(6)
        .endsWith(25)
        .hasSize(20);
    Envelope back = again(many);
    assertThat(back.tried()).hasSize(20);
    assertThat(back.lastFailure().orElseThrow().message()).hasSize(200);
    assertThat(EnvelopeText.of(many).getOrDefault("tried", "").length()).isLessThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "id, 'a b'",
    "due, soon",
    "attempts, many",
    "priority, urgent",
    "timeout, ''",
    "payload_version, 1.5",
    "tried, 'number%3Dx'",
    "headers, novalue"
  })
  void a_header_that_cannot_be_read_is_named(String name, String value) {
    Map<String, String> text = new HashMap<>(EnvelopeText.of(full()));
    text.put(name, value);
    assertThatThrownBy(() -> EnvelopeText.read(text, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header " + name + " cannot be read");
    if (name.equals("id")) {
      text.remove(name);
      assertThatThrownBy(() -> EnvelopeText.read(text, new byte[0]))
          .hasMessage("header " + name + " is missing");
    }
  }

  @Test
  void leases_that_were_lost_count_as_attempts_and_in_a_row() {
    assertThat(PLAIN.withLost(0)).isSameAs(PLAIN);
    Job twice = full().withLost(2).job();
    assertThat(twice.attempts()).isEqualTo(4);
    assertThat(twice.streaks()).isEqualTo(new Streaks(3, 2, 3));
  }
}
