package dev.duly.backend.room;

/**
 * One thing that a check-up looked at.
 *
 * @param remedy what to do about it; empty if all is well
 */
public record Finding(Level level, String text, String remedy) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARNING,
    ERROR
  }

  public static Finding ok(String text) {
    return new Finding(Level.OK, text, "");
  }

  public static Finding warning(String text, String remedy) {
    return new Finding(Level.WARNING, text, remedy);
  }

  public static Finding error(String text, String remedy) {
    return new Finding(Level.ERROR, text, remedy);
  }
}
