package dev.duly.examples;

import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.sqlite.SqliteBackend;
import java.time.Duration;

/** How long jobs are kept that are over: the store knows, and the application says it. */
public final class KeptJobs {
  private KeptJobs() {}

  /** How many jobs of the month there are: those that ended earlier are deleted. */
  public static long countOfTheMonth(String file) {
    try (SqliteBackend backend = SqliteBackend.file(file, Retention.of(Duration.ofDays(30)))) {
      return backend.rooms().inspector().orElseThrow().queues().stream()
          .mapToLong(QueueRecord::total)
          .sum();
    }
  }
}
