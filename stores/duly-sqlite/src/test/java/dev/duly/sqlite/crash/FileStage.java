package dev.duly.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.history.Change;
import dev.duly.lab.history.Event;
import dev.duly.lab.history.JournalChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stage on a file that keeps a journal of its own. */
final class FileStage {
  private FileStage() {}

  static ProcessLab open(Path folder) throws IOException, SQLException {
    return open(folder, folder.resolve("jobs.db"), Map.of());
  }

  /** With a file elsewhere, and variables for the processes' environment. */
  static ProcessLab open(Path folder, Path file, Map<String, String> environment)
      throws IOException, SQLException {
    Files.createDirectories(folder);
    StoreJournal.open(file);
    return new ProcessLab(folder, new SqliteStores(), file.toString(), environment);
  }

  /** What the store itself wrote down, against the contract and against what the handlers wrote. */
  static List<String> judgeTheJournal(ProcessLab stage, List<Event> events) throws SQLException {
    List<Change> changes = StoreJournal.read(Path.of(stage.store()));
    assertThat(changes).hasSizeGreaterThan(100);
    assertThatTheJudgeIsAwake(changes);
    return JournalChecker.check(changes, events);
  }

  /** Negative controls: with one change missing or there twice, the same journal must not pass. */
  private static void assertThatTheJudgeIsAwake(List<Change> changes) {
    int claim = 0;
    while (!changes.get(claim).after().state().equals("running")) {
      claim++;
    }
    List<Change> without = new ArrayList<>(changes);
    Change gone = without.remove(claim);
    assertThat(JournalChecker.check(without, List.of())).isNotEmpty();
    List<Change> twice = new ArrayList<>(changes);
    twice.add(gone);
    assertThat(JournalChecker.check(twice, List.of())).isNotEmpty();
  }
}
