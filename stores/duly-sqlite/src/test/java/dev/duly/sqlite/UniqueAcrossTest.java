package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.tck.bench.UniqueRace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule E6 with two who open the file: one job each holds a key. */
class UniqueAcrossTest {
  @TempDir private Path folder;

  @Test
  void of_two_processes_with_eight_threads_each_one_gets_a_key() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (Backend one = SqliteBackend.file(file);
        Backend other = SqliteBackend.file(file)) {
      UniqueRace race =
          new UniqueRace(
              List.of(one, other), new EncodedJob(new JobId("x"), "t", "q", Payload.none()));
      race.run("1");
      race.run("2");
      assertThat(one.rooms().inspector().orElseThrow().list(JobQuery.all(1_000)).jobs())
          .hasSize(UniqueRace.KEYS);
    }
  }
}
