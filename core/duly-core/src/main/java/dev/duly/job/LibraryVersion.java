package dev.duly.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

/** The version of this library, as its build noted it. */
public final class LibraryVersion {
  private LibraryVersion() {}

  /**
   * Such as {@code 0.1.0}.
   *
   * @throws IllegalStateException if the library was packed without it
   */
  public static String text() {
    Properties properties = new Properties();
    try (InputStream in =
        LibraryVersion.class.getResourceAsStream("/dev/duly/version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties"));
    } catch (IOException | NullPointerException e) {
      throw new IllegalStateException("the library was packed without its version", e);
    }
    return properties.getProperty("version");
  }
}
