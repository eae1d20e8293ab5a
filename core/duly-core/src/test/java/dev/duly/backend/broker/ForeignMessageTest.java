package dev.duly.backend.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForeignMessageTest {
  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  private static final Payload BYTES = new Payload(new byte[] {1, 2}, "text/plain");

  private static ForeignMessage message(
      @Nullable String type, @Nullable String id, Map<String, String> headers) {
    return new ForeignMessage(
        new ForeignMessage.Place("q", Priority.HIGH),
        Optional.ofNullable(type),
        Optional.ofNullable(id),
        "amqp-0a",
        BYTES,
        headers);
  }

  @Test
  void one_that_says_its_type_is_a_job_where_it_lies() {
    Envelope job = message("mail", "row-7", Map.of("trace", "1")).envelope(Optional.empty(), NOW);

    assertThat(job.death()).isEmpty();
    assertThat(job.job().type()).isEqualTo("mail");
    assertThat(job.job().id().value()).isEqualTo("row-7");
    assertThat(job.job().queue()).isEqualTo("q");
    assertThat(job.job().priority()).isEqualTo(Priority.HIGH);
    assertThat(job.job().payload()).isEqualTo(BYTES);
    assertThat(job.job().labels().headers()).containsExactlyEntriesOf(Map.of("trace", "1"));
  }

  @Test
  void an_id_that_fits_no_job_is_replaced_by_the_one_that_is_always_the_same() {
    assertThat(
            message("mail", "{a b}", Map.of()).envelope(Optional.empty(), NOW).job().id().value())
        .isEqualTo("amqp-0a");
    assertThat(message("mail", null, Map.of()).envelope(Optional.empty(), NOW).job().id().value())
        .isEqualTo("amqp-0a");
  }

  @Test
  void one_that_says_no_type_is_a_letter_unless_there_is_one_for_all() {
    ForeignMessage message = message(null, "a", Map.of());

    Envelope letter = message.envelope(Optional.empty(), NOW);

    assertThat(letter.death()).map(Envelope.Death::reason).contains("foreign");
    assertThat(letter.job().payload()).isEqualTo(BYTES);
    assertThat(message.envelope(Optional.of("import"), NOW).job().type()).isEqualTo("import");
    assertThat(message.envelope(Optional.of("import"), NOW).death()).isEmpty();
  }

  @Test
  void a_type_that_is_none_makes_a_letter_that_says_what_is_wrong_with_it() {
    Envelope letter = message("no type", "a", Map.of()).envelope(Optional.empty(), NOW);

    assertThat(letter.lastFailure().orElseThrow().message())
        .contains("type must be")
        .contains("\"no type\"");
    assertThat(letter.job().type()).isEqualTo("foreign");
  }

  @Test
  void headers_beyond_a_jobs_limits_are_left_out() {
    Map<String, String> headers = new TreeMap<>(Map.of("a", "x".repeat(9_000), "b", "kept"));
    for (int i = 0; i < 100; i++) {
      headers.put("h" + i, "v");
    }

    Map<String, String> kept =
        message("mail", "a", headers).envelope(Optional.empty(), NOW).job().labels().headers();

    assertThat(kept).hasSize(64).containsEntry("b", "kept").doesNotContainKey("a");
  }
}
