package dev.duly.cli;

import dev.duly.backend.JobQuery;
import dev.duly.job.JobState;
import dev.duly.job.Names;
import java.util.List;
import java.util.Optional;

/**
 * Reads a query: words like {@code state:dead queue:email type:mail.welcome}, all of which must
 * fit.
 */
final class QueryText {
  private QueryText() {}

  static JobQuery parse(List<String> arguments, int limit) {
    Optional<JobState> state = Optional.empty();
    Optional<String> queue = Optional.empty();
    Optional<String> type = Optional.empty();
    for (String word : words(arguments)) {
      int colon = word.indexOf(':');
      String field = colon < 0 ? "" : word.substring(0, colon);
      String value = word.substring(colon + 1);
      try {
        switch (field) {
          case "state" -> state = Optional.of(JobState.of(value));
          case "queue" -> queue = Optional.of(Names.requireQueue(value));
          case "type" -> type = Optional.of(Names.requireType(value));
          default -> throw new IllegalArgumentException("expected state:, queue: or type:");
        }
      } catch (IllegalArgumentException e) {
        throw Trouble.usage("query word " + Names.quoted(word) + ": " + e.getMessage());
      }
    }
    if (limit < 1 || limit > JobQuery.LIMIT_MAX) {
      throw Trouble.usage("--limit must be 1 to " + JobQuery.LIMIT_MAX + ", was " + limit);
    }
    return new JobQuery(state, queue, type, limit);
  }

  private static List<String> words(List<String> arguments) {
    return arguments.stream()
        .flatMap(argument -> List.of(argument.strip().split("\\s+")).stream())
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
