package dev.duly.job;

import java.util.Optional;

/**
 * The grammar of the names people give: queues and job types. A name that passes is legal on every
 * engine.
 */
public final class Names {
  private static final int SHOWN_MAX = 80;
  private static final int QUEUE_MAX = 64;
  private static final int TYPE_MAX = 128;

  private Names() {}

  /** What is wrong with this queue name, if anything is. */
  public static Optional<String> problemWithQueue(String name) {
    return problem(
        name.length() <= QUEUE_MAX && isName(name, "_-"),
        "queue",
        "1 to 64 characters of A-Z a-z 0-9 _ - and begin with a letter or digit",
        name);
  }

  /** What is wrong with this job type's name, if anything is. */
  public static Optional<String> problemWithType(String name) {
    return problem(
        name.length() <= TYPE_MAX && isName(name, "._-"),
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

  /** Returns a producer's name, or throws {@link IllegalArgumentException} with what is wrong. */
  public static String requireProducer(String name) {
    return require(
        name,
        problem(
            name.length() <= QUEUE_MAX && isName(name, "._-"),
            "producer",
            "1 to 64 characters of A-Z a-z 0-9 . _ - and begin with a letter or digit",
            name));
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

  /**
   * Begins with a letter or digit and has only those and these. By hand: every enqueue asks, and a
   * pattern takes ten times as long.
   */
  private static boolean isName(String name, String others) {
    return !name.isEmpty() && isPlain(name.charAt(0)) && isMadeOf(name, others);
  }

  /** Only letters and digits of ASCII, and these. */
  static boolean isMadeOf(String text, String others) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String require(String name, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return name;
  }

  private static Optional<String> problem(boolean isLegal, String field, String rule, String name) {
    return isLegal
        ? Optional.empty()
        : Optional.of(field + " must be " + rule + ", was " + quoted(name));
  }
}
