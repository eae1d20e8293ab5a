package dev.duly.cli.picture;

/** Colours, where the terminal has them; never the only sign of anything. */
public enum Ansi {
  PLAIN,
  COLOURED;

  public String bold(String text) {
    return in("1", text);
  }

  public String dim(String text) {
    return in("2", text);
  }

  public String red(String text) {
    return in("31", text);
  }

  public String green(String text) {
    return in("32", text);
  }

  public String amber(String text) {
    return in("33", text);
  }

  /** The line's first so many characters; colours take no room and end with it. */
  public static String cut(String line, int width) {
    StringBuilder cut = new StringBuilder();
    int seen = 0;
    for (int i = 0; i < line.length(); ) {
      if (line.charAt(i) == '\u001b') {
        int end = Math.max(i, line.indexOf('m', i)) + 1; // an escape of others' would never end
        cut.append(line, i, end);
        i = end;
      } else if (seen == width) {
        return cut.append(line.indexOf('\u001b') < 0 ? "" : "\u001b[0m").toString();
      } else {
        cut.appendCodePoint(line.codePointAt(i));
        i += Character.charCount(line.codePointAt(i));
        seen++;
      }
    }
    return cut.toString();
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
