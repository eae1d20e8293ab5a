package dev.duly.limit;

import dev.duly.job.Names;
import dev.duly.job.StorableText;
import java.util.Optional;

/**
 * The key of jobs that take turns, and that a limit may name: 1 to 128 characters, none of them a
 * control character or a star.
 */
public final class GroupKey {
  private static final int LENGTH_MAX = 128;

  private GroupKey() {}

  /** What is wrong with a key; empty: nothing. */
  public static Optional<String> problemWith(String key) {
    if (key.isEmpty()) {
      return Optional.of("group_key must not be empty");
    }
    if (key.indexOf('*') >= 0) {
      return Optional.of("group_key must not contain *, was " + Names.quoted(key));
    }
    if (key.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("group_key must not contain control characters, was " + Names.quoted(key));
    }
    return StorableText.problemWith("group_key", key, LENGTH_MAX);
  }
}
