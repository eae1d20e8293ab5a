package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonCodecTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  record Mail(
      String to,
      int copies,
      Instant at,
      Duration within,
      List<String> tags,
      Map<String, Integer> n) {}

  record Small(int n) {}

  @Test
  void a_record_comes_back_as_it_went() {
    Mail mail =
        new Mail(
            "é@b",
            2,
            Instant.parse("2030-01-01T00:00:00Z"),
            Duration.ofMinutes(3),
            List.of("x"),
            Map.of("k", 1));

    Payload payload = codec.encode(mail);

    assertThat(payload.contentType()).isEqualTo("application/json");
    assertThat(payload.text()).contains("\"at\":\"2030-01-01T00:00:00Z\"");
    assertThat(codec.decode(payload, Mail.class)).isEqualTo(mail);
  }

  @Test
  void a_field_of_a_newer_producer_is_ignored() {
    assertThat(codec.decode(Payload.json("{\"n\":1,\"new\":true}"), Small.class))
        .isEqualTo(new Small(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"n\":", "{\"n\":\"x\"}", "{\"n\":null}", "{\"n\":1,\"n\":2}", "null", "[]", ""})
  void what_cannot_be_read_is_an_exception(String json) {
    assertThatThrownBy(() -> codec.decode(Payload.json(json), Small.class))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void another_content_type_is_refused() {
    Payload text = new Payload(new byte[] {'1'}, "text/plain");

    assertThatThrownBy(() -> codec.decode(text, Small.class)).hasMessageContaining("text/plain");
  }

  @Test
  void bytes_cannot_choose_a_class() {
    Payload sly = Payload.json("[\"java.util.ArrayList\",[]]");

    assertThat(codec.decode(sly, Object.class)).isInstanceOf(List.class);
    assertThat(((List<?>) codec.decode(sly, Object.class)).get(0)).isEqualTo("java.util.ArrayList");
  }
}
