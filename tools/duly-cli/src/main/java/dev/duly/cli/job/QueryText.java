package dev.duly.cli.job;

import dev.duly.backend.room.JobQuery;
import dev.duly.cli.command.CommandFailure;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import dev.duly.query.QueryException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a query from the command's words, and shows where one cannot be read. */
public final class QueryText {
  public static final String EXAMPLES = "words like state:dead queue:email type:mail.* age:>1h";

  private QueryText() {}

  public static JobFilter filter(@Nullable List<String> words) {
    try {
      return JobFilter.parse(words == null ? "" : String.join(" ", words));
    } catch (QueryException e) {
      throw CommandFailure.usage(e.getMessage() + "\n  " + e.picture().replace("\n", "\n  "));
    }
  }

  public static JobQuery query(JobFilter filter, int limit, @Nullable String after) {
    requireLimit(limit);
    return new JobQuery(filter, Optional.ofNullable(after), limit, Integer.MAX_VALUE);
  }

  public static void requireLimit(int limit) {
    if (limit < 1 || limit > JobQuery.LIMIT_MAX) {
      throw CommandFailure.usage("--limit must be 1 to " + JobQuery.LIMIT_MAX + ", was " + limit);
    }
  }

  /** Whether these are a query and not ids, which can have a colon, too; but not after a field. */
  public static boolean isQuery(List<String> words) {
    return words.stream()
        .allMatch(
            word -> {
              String term = word.startsWith("-") ? word.substring(1) : word;
              int colon = term.indexOf(':');
              return word.startsWith("-")
                  || (colon > 0 && Field.of(term.substring(0, colon)).isPresent());
            });
  }
}
