package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelTextTest {
  /** Every character of the first thousand, and one of two units. */
  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(List.of("", "plain-text_1.0*", "a b&c=d+e%20", "\uD83D\uDE00"));
    for (char c = 0; c < 1_000; c++) {
      texts.add("x" + c);
    }
    return texts;
  }

  @Test
  void what_is_written_is_what_the_standard_encoder_writes_and_comes_back() {
    for (String text : texts()) {
      List<String> tags = List.of(text, "t");
      String written = URLEncoder.encode(text, StandardCharsets.UTF_8) + "&t";
      assertThat(LabelText.ofTags(tags)).isEqualTo(written);
      assertThat(LabelText.tags(written)).isEqualTo(tags);

      Map<String, String> headers = Map.of("k" + text, text);
      assertThat(LabelText.headers(LabelText.ofHeaders(headers))).isEqualTo(headers);
    }
  }
}
