package dev.duly.backend.room;

/**
 * One thing that a check-up looked at.
 *
 * @param remedy what to do about it; empty if all is well
 */
public record HealthIssue(Level level, String text, String remedy) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARNING,
    ERROR
  }

  public static HealthIssue ok(String text) {
    return new HealthIssue(Level.OK, text, "");
  }

  public static HealthIssue warning(String text, String remedy) {
    return new HealthIssue(Level.WARNING, text, remedy);
  }

  public static HealthIssue error(String text, String remedy) {
    return new HealthIssue(Level.ERROR, text, remedy);
  }
}
