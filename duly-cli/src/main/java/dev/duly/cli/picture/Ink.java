package dev.duly.cli.picture;

/** Colours, where the terminal has them; never the only sign of anything. */
public enum Ink {
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

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
