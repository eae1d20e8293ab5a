package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is missing is told with what to write. */
class DependencyTest {
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
}
