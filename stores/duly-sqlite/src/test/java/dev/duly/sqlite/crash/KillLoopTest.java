package dev.duly.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.history.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loop of kills on a file. */
@Tag("faults")
class KillLoopTest {
  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (ProcessLab stage = FileStage.open(Path.of("target", "kill9-" + KillLoop.SEED))) {
      List<Event> events = new KillLoop().play("kill -9", stage);
      assertThat(FileStage.judgeTheJournal(stage, events)).as("seed " + KillLoop.SEED).isEmpty();
      stage.clear();
    }
  }
}
