package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no name of a file is told with what to write. */
class FileNameTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlite:y.db, write file(\"y.db\")",
    "sqlite:z.db, write file(\"z.db\")",
    "file:a.db, write PostgresBackend.url",
    "postgresql://h/d, write PostgresBackend.url(..)",
    ":memory:, InMemoryBackend",
    "some/:memory:, InMemoryBackend",
  })
  void what_is_no_name_of_a_file_is_refused(String name, String advice) {
    assertThatThrownBy(() -> SqliteBackend.file(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void a_file_may_have_any_name() {
    assertThatCode(() -> SqliteBackend.file(folder.resolve("a b:c.db").toString()).close())
        .doesNotThrowAnyException();
    assertThat(folder.resolve("a b:c.db")).exists();
  }
}
