package dev.duly.postgres.crash;

import dev.duly.backend.Backend;
import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ManySchedules;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ScheduleKills;
import dev.duly.lab.server.PrivatePostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schedules on a server, fired by processes that are killed. */
@Tag("faults")
class ScheduleKillsTest {
  @Test
  void each_time_is_fired_once() throws Exception {
    PostgresStores stores = new PostgresStores();
    Path folder = Path.of("target", "schedules-postgres-" + KillLoop.SEED);
    try (PrivatePostgres server = PrivatePostgres.start();
        ProcessLab stage = new ProcessLab(folder, stores, server.url())) {
      new ScheduleKills().play("schedules under kill -9 on postgres", stage, stores);
      stage.clear();
    }
  }

  @Test
  void very_many_are_fired_at_once() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        Backend backend = new PostgresStores().open(server.url())) {
      ManySchedules.play("postgres", backend);
    }
  }
}
