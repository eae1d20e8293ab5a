package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.backend.room.Retention;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.time.Duration;

/** How long jobs are kept that are over: the store knows, and the application says it. */
public final class KeptJobs {
  private KeptJobs() {}

  /** How many jobs of the month there are: those that ended earlier are deleted. */
  public static long countOfTheMonth(String file) {
    try (Duly jobs =
        Duly.on(
            SqliteBackend.file(file, Retention.of(Duration.ofDays(30))), JacksonCodec.standard())) {
      return jobs.jobs().count("").jobs();
    }
  }
}
