package dev.duly.query;

import java.util.regex.Pattern;

/**
 * A term of a query and how it is typed.
 *
 * @param text as it stands in a query
 */
record Term(Condition condition, String text) {
  private static final Pattern PLAIN = Pattern.compile("[^\\s,\"\\\\]+");

  /** A value as it is typed: in quotes if it has blanks, commas or quotes. */
  static String value(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
