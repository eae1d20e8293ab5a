package dev.duly.job;

import java.util.Optional;

/**
 * Text that every engine keeps as it is: UTF-8 without {@code U+0000}, which PostgreSQL has no room
 * for, and without half a surrogate pair, which UTF-8 has no bytes for.
 */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** Whether every engine gives it back as it was. */
  public static boolean isStorable(String text) {
    return firstUnstorable(text) < 0;
  }

  /**
   * What is wrong with this text, if anything is.
   *
   * @param field how people call it
   * @param max the most characters
   */
  public static Optional<String> problemWith(String field, String text, int max) {
    if (text.length() > max) {
      return Optional.of(
          String.format(
              "%s must be at most %,d characters, was %,d: %s",
              field, max, text.length(), Names.quoted(text)));
    }
    int at = firstUnstorable(text);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%s must not contain %s, was %s",
                field,
                text.charAt(at) == 0 ? "U+0000" : "half a surrogate pair",
                Names.quoted(text)));
  }

  /** At most so many characters, and storable: what is not is replaced by {@code U+FFFD}. */
  public static String of(String text, int max) {
    String storable = storable(text);
    if (storable.length() <= max) {
      return storable;
    }
    int end = Character.isHighSurrogate(storable.charAt(max - 2)) ? max - 2 : max - 1;
    return storable.substring(0, end) + "…";
  }

  private static String storable(String text) {
    int at = firstUnstorable(text);
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    while (at >= 0) {
      out.setCharAt(at, REPLACEMENT);
      at = firstUnstorable(out, at + 1);
    }
    return out.toString();
  }

  private static int firstUnstorable(CharSequence text) {
    return firstUnstorable(text, 0);
  }

  private static int firstUnstorable(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
