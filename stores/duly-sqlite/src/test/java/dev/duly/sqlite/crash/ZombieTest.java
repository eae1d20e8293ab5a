package dev.duly.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.DeadReason;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.lab.crash.CrashProducer;
import dev.duly.lab.crash.CrashWorker;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryChecker;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers stopped with SIGSTOP in the middle of their jobs for three leases, then let go on: what
 * they held has been run by another, and what they say about it is refused. {@code
 * -Dzombie.count=N}.
 */
@Tag("faults")
class ZombieTest {
  private static final int AT_ONCE = 4;
  private static final int ROUNDS =
      (Integer.getInteger("zombie.count", 2 * AT_ONCE) + AT_ONCE - 1) / AT_ONCE;

  @Test
  void what_a_zombie_says_of_a_job_that_another_has_is_refused() throws Exception {
    try (ProcessLab stage = FileStage.open(Path.of("target", "zombie-" + System.nanoTime()))) {
      stage.start(CrashProducer.class, "producer");
      stage.start(CrashWorker.class, "worker-awake");
      for (int i = 0; i < AT_ONCE; i++) {
        stage.start(CrashWorker.class, "worker-" + i);
      }
      for (int round = 0; round < ROUNDS; round++) {
        stage.awaitProgress(20_000);
        freezeAll(stage);
        LockSupport.parkNanos(3 * CrashWorker.LEASE.toNanos());
        thawAll(stage);
      }
      stage.awaitProgress(20_000);
      for (String name : stage.alive()) {
        stage.kill(name);
      }
      stage.finish();

      List<Event> events = stage.events();
      HistoryChecker.Verdict verdict = HistoryChecker.check(events);
      long refused = refused(stage);
      Set<String> overtaken = overtaken(events);
      System.out.printf(
          "zombies: %d, %d jobs, %d overtaken, %d late settlements refused, %d violations%n",
          ROUNDS * AT_ONCE, verdict.jobs(), overtaken.size(), refused, verdict.violations().size());
      assertThat(verdict.violations()).isEmpty();
      assertThat(FileStage.judgeTheJournal(stage, events)).isEmpty();
      assertThat(overtaken).isNotEmpty();
      assertThat(refused).isPositive();
      assertThatTheLastToStartHasTheLastWord(stage, events, overtaken);
      stage.clear();
    }
  }

  /**
   * One that is frozen while it holds the file's lock holds everybody up, and nobody is overtaken:
   * then they are let go on and frozen again.
   */
  private static void freezeAll(ProcessLab stage) throws Exception {
    for (int tries = 0; tries < 50; tries++) {
      for (int i = 0; i < AT_ONCE; i++) {
        stage.freeze("worker-" + i);
      }
      if (stage.goesOn("worker-awake")) {
        return;
      }
      thawAll(stage);
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("the worker that is awake never went on");
  }

  private static void thawAll(ProcessLab stage) throws Exception {
    for (int i = 0; i < AT_ONCE; i++) {
      stage.thaw("worker-" + i);
    }
  }

  /** As the workers themselves were told. */
  private static long refused(ProcessLab stage) throws Exception {
    long refused = 0;
    for (int i = 0; i < AT_ONCE; i++) {
      try (Stream<String> lines = Files.lines(stage.log("worker-" + i))) {
        refused += lines.filter(line -> line.contains("came too late, the claim was lost")).count();
      }
    }
    return refused;
  }

  /** The jobs that a zombie had begun and another process began after it. */
  private static Set<String> overtaken(List<Event> events) {
    Map<String, Set<String>> runners = new HashMap<>();
    events.stream()
        .filter(e -> e.what() == Event.What.START)
        .forEach(e -> runners.computeIfAbsent(e.id(), id -> new HashSet<>()).add(e.process()));
    Set<String> overtaken = new HashSet<>();
    runners.forEach(
        (id, processes) -> {
          if (processes.size() > 1 && !id.endsWith("-fails") && !id.endsWith("-dies")) {
            overtaken.add(id);
          }
        });
    return overtaken;
  }

  private static void assertThatTheLastToStartHasTheLastWord(
      ProcessLab stage, List<Event> events, Set<String> overtaken) {
    Map<String, Event> last = new HashMap<>();
    events.stream()
        .filter(e -> e.what() == Event.What.START)
        .forEach(e -> last.merge(e.id(), e, (a, b) -> a.nanos() > b.nanos() ? a : b));
    try (SqliteBackend backend = SqliteBackend.file(stage.store())) {
      for (String id : overtaken) {
        JobRecord job =
            backend
                .rooms()
                .inspector()
                .orElseThrow()
                .find(new JobRef("default", new JobId(id)))
                .orElseThrow();
        if (job.state() == JobState.DEAD) { // frozen, frozen again, and killed at the end
          assertThat(job.deadReason()).as(id).hasValue(DeadReason.POISON.text());
          assertThat(job.lost()).as(id).isGreaterThanOrEqualTo(Lifecycle.LOST_IN_A_ROW_MAX);
          continue;
        }
        assertThat(job.state()).as(id).isEqualTo(JobState.COMPLETED);
        assertThat(job.worker()).as(id).hasValue(last.get(id).process());
        assertThat(job.job().attempts()).as(id).isPositive();
      }
    }
  }
}
