package dev.duly.job;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The grammar of the names people give: queues and job types. A name that passes is legal on every
 * engine.
 */
public final class Names {
  private static final int SHOWN_MAX = 80;
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Names() {}

  /** What is wrong with this queue name, if anything is. */
  public static Optional<String> problemWithQueue(String name) {
    return problem(
        QUEUE,
        "queue",
        "1 to 64 characters of A-Z a-z 0-9 _ - and begin with a letter or digit",
        name);
  }

  /** What is wrong with this job type's name, if anything is. */
  public static Optional<String> problemWithType(String name) {
    return problem(
        TYPE,
        "type",
        "1 to 128 characters of A-Z a-z 0-9 . _ - and begin with a letter or digit",
        name);
  }

  /** Returns the name, or throws {@link IllegalArgumentException} with what is wrong with it. */
  public static String requireQueue(String name) {
    return require(name, problemWithQueue(name));
  }

  /** Returns the name, or throws {@link IllegalArgumentException} with what is wrong with it. */
  public static String requireType(String name) {
    return require(name, problemWithType(name));
  }

  /**
   * The text in quotes, cut where it gets long, with control characters made visible: safe in a
   * message.
   */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .limit(SHOWN_MAX)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append(text.codePointCount(0, text.length()) > SHOWN_MAX ? "…\"" : "\"").toString();
  }

  private static String require(String name, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return name;
  }

  private static Optional<String> problem(Pattern grammar, String field, String rule, String name) {
    return grammar.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(field + " must be " + rule + ", was " + quoted(name));
  }
}
