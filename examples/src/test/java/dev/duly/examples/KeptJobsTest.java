package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.room.Retention;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptJobsTest {
  @TempDir Path folder;

  @Test
  void the_file_keeps_what_the_application_said() {
    String file = folder.resolve("jobs.db").toString();
    try (Duly jobs = Duly.on(SqliteBackend.file(file), Codec.RAW)) {
      jobs.enqueue(NewJob.of(JobType.raw("mail"), Payload.json("{}")));
    }

    assertThat(KeptJobs.countOfTheMonth(file)).isEqualTo(1);

    try (SqliteBackend backend = SqliteBackend.file(file)) {
      assertThat(backend.rooms().inspector().orElseThrow().retention())
          .contains(Retention.of(Duration.ofDays(30)));
    }
  }
}
