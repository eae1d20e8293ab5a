package dev.duly.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.sql.postgres.PostgresBackend;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is missing, or is no name of a file, is told with what to write. */
class DependencyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "HikariCP, com.zaxxer:HikariCP, PostgresBackend.on(dataSource)",
    "postgresql, org.postgresql:postgresql, add it to the dependencies",
  })
  void a_library_that_is_missing_is_named(String jar, String library, String advice)
      throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
            .map(DependencyTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Class<?> backend = loader.loadClass(PostgresBackend.class.getName());
      assertThatThrownBy(
              () -> backend.getMethod("url", String.class).invoke(null, "postgresql://a@h/d"))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(library)
          .hasMessageContaining(advice);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

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
