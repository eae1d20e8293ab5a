package dev.duly.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The statements, one file each beside this class. */
final class Sql {
  private Sql() {}

  /** The text of {@code sqlite/NAME.sql}. */
  static String text(String name) {
    String file = name + ".sql";
    try (InputStream in = Sql.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An insert whose last tuple, the values of one row, stands so many times. */
  static String repeated(String name, int rows) {
    String one = text(name).strip();
    String tuple = one.substring(one.lastIndexOf('('));
    return one + (",\n  " + tuple).repeat(rows - 1);
  }
}
