package dev.duly.sqlite.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ManySchedules;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ScheduleKills;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules in a file, fired by processes that are killed. */
@Tag("faults")
class ScheduleKillsTest {
  @Test
  void each_time_is_fired_once() throws Exception {
    SqliteStores stores = new SqliteStores();
    Path folder = Path.of("target", "schedules-" + KillLoop.SEED);
    try (ProcessLab stage = new ProcessLab(folder, stores, folder.resolve("jobs.db").toString())) {
      new ScheduleKills().play("schedules under kill -9", stage, stores);
      stage.clear();
    }
  }

  @Test
  void very_many_are_fired_at_once(@TempDir Path folder) {
    try (Backend backend = new SqliteStores().open(folder.resolve("jobs.db").toString())) {
      ManySchedules.play("sqlite", backend);
    }
  }
}
