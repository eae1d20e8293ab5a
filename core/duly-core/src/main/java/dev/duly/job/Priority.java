package dev.duly.job;

import java.util.List;
import java.util.Locale;

/**
 * Three named levels, so that every engine can keep one list per level and the order costs nothing.
 */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** All levels, the most urgent first: the order a strict worker serves. */
  public static final List<Priority> STRICT = List.of(values());

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name on every wire: lower case. */
  public String text() {
    return text;
  }

  /** The inverse of {@link #text()}. */
  public static Priority of(String text) {
    for (Priority priority : values()) {
      if (priority.text.equals(text)) {
        return priority;
      }
    }
    throw new IllegalArgumentException(
        "priority must be high, normal or low, was " + Names.quoted(text));
  }
}
