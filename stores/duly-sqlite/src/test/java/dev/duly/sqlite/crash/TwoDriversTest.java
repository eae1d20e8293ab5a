package dev.duly.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.CrashProducer;
import dev.duly.lab.crash.CrashWorker;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.history.HistoryChecker;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes with two versions of the SQLite library work on one file, as during a deploy. */
@Tag("faults")
class TwoDriversTest {
  private static final Path OTHER = Path.of("target", "other-version", "sqlite-jdbc-3.51.3.0.jar");

  @Test
  void two_versions_of_the_library_share_a_file() throws Exception {
    assertThat(OTHER).isRegularFile();
    try (ProcessLab stage = FileStage.open(Path.of("target", "versions-" + System.nanoTime()))) {
      stage.start(CrashProducer.class, "producer-new");
      stage.startOn(otherClassPath(), CrashProducer.class, "producer-old");
      stage.start(CrashWorker.class, "worker-new");
      stage.startOn(otherClassPath(), CrashWorker.class, "worker-old");
      stage.awaitProgress(50_000);
      for (String name : stage.alive()) {
        stage.kill(name);
      }
      stage.finish();

      var events = stage.events();
      HistoryChecker.Verdict verdict = HistoryChecker.check(events);
      assertThat(verdict.violations()).isEmpty();
      assertThat(FileStage.judgeTheJournal(stage, events)).isEmpty();
      for (String name :
          new String[] {"worker-new", "worker-old", "producer-new", "producer-old"}) {
        assertThat(events).as(name).anyMatch(e -> e.process().equals(name));
      }
      stage.clear();
    }
  }

  private static String otherClassPath() {
    String[] parts = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    assertThat(parts).anyMatch(part -> part.contains("sqlite-jdbc"));
    return Arrays.stream(parts)
        .map(part -> part.contains("sqlite-jdbc") ? OTHER.toString() : part)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
