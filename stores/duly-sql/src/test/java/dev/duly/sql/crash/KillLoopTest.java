package dev.duly.sql.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.tck.crash.KillLoop;
import dev.duly.tck.crash.Stage;
import dev.duly.tck.engine.PrivatePostgres;
import dev.duly.tck.history.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop of kills on a file and on a server. */
class KillLoopTest {
  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (Stage stage = FileStage.open(Path.of("target", "kill9-" + KillLoop.SEED))) {
      List<Event> events = new KillLoop().play("kill -9", stage);
      assertThat(FileStage.judgeTheJournal(stage, events)).as("seed " + KillLoop.SEED).isEmpty();
      stage.clear();
    }
  }

  @Test
  void the_same_on_postgres() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        Stage stage =
            new Stage(
                Path.of("target", "kill9-postgres-" + KillLoop.SEED),
                new SqlStores(),
                server.url())) {
      new KillLoop().play("kill -9 on postgres", stage);
      stage.clear();
    }
  }
}
