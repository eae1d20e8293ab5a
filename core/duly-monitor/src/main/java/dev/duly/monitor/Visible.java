package dev.duly.monitor;

/**
 * Makes control characters of foreign text visible, so that it can stand beside what this command
 * draws on a terminal itself.
 */
public final class Visible {
  private static final char PICTURES = '\u2400';
  private static final char DELETE = '\u2421';
  private static final char UNKNOWN = '\uFFFD';

  private Visible() {}

  /** Line feeds and tabs stay. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      shown.append(of(text.charAt(i)));
    }
    return shown.toString();
  }

  private static char of(char c) {
    if (c == '\n' || c == '\t') {
      return c;
    } else if (c < ' ') {
      return (char) (PICTURES + c);
    } else if (c == 0x7F) {
      return DELETE;
    }
    boolean isControl = c > 0x7F && c < 0xA0; // C1
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return isControl || turns ? UNKNOWN : c;
  }
}
