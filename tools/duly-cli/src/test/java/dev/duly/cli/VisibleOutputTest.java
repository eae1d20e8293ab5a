package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duly.cli.picture.Ansi;
import dev.duly.monitor.Visible;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What jobs and errors say reaches a terminal as text and never as a command to it. */
class VisibleOutputTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("plain é 😀 ✔ … text", "plain é 😀 ✔ … text"),
        arguments("\u001b[2J\u001b[31mRED\u0007", "␛[2J␛[31mRED␇"),
        arguments("a\rforged", "a␍forged"),
        arguments("a\u0000b\u007fc", "a␀b␡c"),
        arguments("\u009b31m", "\uFFFD31m"),
        arguments("a\u202Eb\u2066c", "a\uFFFDb\uFFFDc"),
        arguments("\u00a0\u00c2\u00e2 \u2013\u2070", "\u00a0\u00c2\u00e2 \u2013\u2070"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void what_would_act_on_a_terminal_is_shown(String text, String shown) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = VisibleOutput.on(bytes)) {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) { // a character may come in pieces
        out.write(b);
      }
      out.print("\n\t");
      out.print(text);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(shown + "\n\t" + shown);
    assertThat(Visible.of(text)).as("in what is drawn").isEqualTo(shown);
  }

  @Test
  @Timeout(10)
  void an_escape_that_never_ends_is_cut_like_any_text() {
    assertThat(Ansi.cut("ab\u001b[2Jcd", 20)).startsWith("ab");
  }
}
