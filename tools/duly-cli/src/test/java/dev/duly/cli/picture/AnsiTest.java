package dev.duly.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.monitor.Units;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that fits: colours take no room, numbers hold still. */
class AnsiTest {
  @Test
  void a_line_is_cut_by_what_is_seen_and_its_colour_ends() {
    String line = "a" + Ansi.COLOURED.red("bcd") + "e";

    assertThat(Ansi.cut(line, 3)).isEqualTo("a\u001b[31mbc\u001b[0m");
    assertThat(Ansi.cut(line, 5)).isEqualTo(line);
    assertThat(Ansi.cut("plain", 2)).isEqualTo("pl");
  }

  @Test
  void numbers() {
    assertThat(List.of(9_999L, 10_000L, 98_765L, 1_234_567L).stream().map(Units::count))
        .containsExactly("9,999", "10.0k", "98.7k", "1.2M");
    assertThat(List.of(0.44, 99.9, 132.4, 45_012.0).stream().map(Units::rate))
        .containsExactly("0.4/s", "99.9/s", "132/s", "45.0k/s");
    assertThat(Units.rate(Double.NaN)).isEqualTo("–/s");
    assertThat(
            List.of(350, 12_000, 1_500_000, 300_000_000).stream()
                .map(micros -> Units.time(Duration.ofNanos(micros * 1_000L))))
        .containsExactly("0.35 ms", "12 ms", "1.5 s", "5m");
    assertThat(Units.sparks(List.of(0L, 50L, 100L))).isEqualTo("▁▄█");
    assertThat(Units.left("abcdef", 4) + "|" + Units.right("ab", 4)).isEqualTo("abc…|  ab");
  }
}
