package dev.duly.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandTextTest {
  @Test
  void blanks_separate_and_quotes_hold_together() {
    assertThat(CommandText.split("a  b\tc")).containsExactly("a", "b", "c");
    assertThat(CommandText.split("sh -c 'exit 65' \"a b\" ''"))
        .containsExactly("sh", "-c", "exit 65", "a b", "");
    assertThat(CommandText.split("a\\ b \"c\\\"d\" 'e\\f'")).containsExactly("a b", "c\"d", "e\\f");
  }

  @Test
  void what_cannot_be_split_is_refused() {
    assertThatThrownBy(() -> CommandText.split("a 'b")).hasMessageContaining("never closed");
    assertThatThrownBy(() -> CommandText.split("  ")).hasMessageContaining("empty");
  }
}
