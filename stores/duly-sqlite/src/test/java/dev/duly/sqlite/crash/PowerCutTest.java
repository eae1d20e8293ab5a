package dev.duly.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The power goes while a process enqueues and works: it is killed, and what it had not synced is
 * gone ({@code src/test/c/power.c} keeps a second copy of the files that knows only what was
 * synced, and the next process goes on with that). {@code -Dpower.cuts=N -Dpower.seed=S}.
 */
@Tag("faults")
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("power.cuts", 8);
  private static final long SEED = Long.getLong("power.seed", System.nanoTime());
  private static final Path LIBRARY = Path.of("target", "power.so").toAbsolutePath();

  private final SplittableRandom random = new SplittableRandom(SEED);

  @BeforeAll
  static void compile() throws Exception {
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-Wall",
                "-Werror",
                "-shared",
                "-fPIC",
                "-o",
                LIBRARY.toString(),
                Path.of("src", "test", "c", "power.c").toString(),
                "-ldl")
            .inheritIO()
            .start();
    assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(gcc.exitValue()).isZero();
  }

  @Test
  void no_acknowledged_job_is_lost() throws Exception {
    HistoryChecker.Verdict verdict = cutThePower(CUTS);

    assertThat(verdict.violations()).as("seed " + SEED).isEmpty();
    assertThat(verdict.jobs()).isGreaterThan(10 * CUTS);
  }

  /** The negative control: were nothing lost here, the test above would prove nothing. */
  @Test
  void without_syncing_each_commit_acknowledged_jobs_are_lost() throws Exception {
    HistoryChecker.Verdict verdict = cutThePower(2, "unsynced");

    assertThat(verdict.violations()).anyMatch(violation -> violation.startsWith("lost: "));
  }

  private HistoryChecker.Verdict cutThePower(int cuts, String... how) throws Exception {
    Path folder = Path.of("target", "power-" + SEED + String.join("-", how)).toAbsolutePath();
    Path live = Files.createDirectories(folder.resolve("live"));
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", LIBRARY.toString(),
            "POWER_DIR", live.toString(),
            "POWER_DISK", disk.toString());
    try (ProcessLab stage = FileStage.open(folder, live.resolve("jobs.db"), environment)) {
      replace(disk, live); // the file is there, with a journal in it
      for (int cut = 0; cut < cuts; cut++) {
        stage.start(CrashBoth.class, "worker-" + cut, how);
        stage.awaitProgress(10_000);
        LockSupport.parkNanos(random.nextInt(200_000_000));
        stage.kill("worker-" + cut);
        replace(live, disk);
      }
      stage.finish();
      List<Event> events = stage.events();
      HistoryChecker.Verdict verdict = HistoryChecker.check(events);
      if (how.length == 0) {
        assertThat(FileStage.judgeTheJournal(stage, events)).as("seed " + SEED).isEmpty();
      }
      System.out.printf(
          "power cut%s: %d cuts, %d jobs, %d starts, %d repeated, %d violations (seed %d)%n",
          how.length == 0 ? "" : ", " + how[0],
          cuts,
          verdict.jobs(),
          verdict.starts(),
          verdict.repeats(),
          verdict.violations().size(),
          SEED);
      if (verdict.violations().isEmpty() || how.length > 0) {
        stage.clear();
      }
      return verdict;
    }
  }

  /** In place of one folder's files come the other's. */
  private static void replace(Path old, Path other) throws IOException {
    for (Path file : files(old)) {
      Files.delete(file);
    }
    for (Path file : files(other)) {
      Files.copy(file, old.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
