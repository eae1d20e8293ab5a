package dev.duly.sql.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.JobQuery;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.sql.SqliteBackend;
import dev.duly.tck.history.Event;
import dev.duly.tck.history.HistoryChecker;
import dev.duly.tck.history.HistoryReader;
import dev.duly.tck.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Real processes on one file, killed with SIGKILL in the middle of things: a producer and two
 * workers, one of them or all at once, cycle after cycle; then one more worker finishes, and the
 * history is judged. {@code -Dkill9.cycles=N -Dkill9.seed=S}.
 */
class KillLoopTest {
  private static final int CYCLES = Integer.getInteger("kill9.cycles", 20);
  private static final long SEED = Long.getLong("kill9.seed", System.nanoTime());

  // Kept when something is wrong: the histories and the logs say what.
  private final Path folder = Path.of("target", "kill9-" + SEED);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Process> alive = new LinkedHashMap<>();
  private int started;

  @AfterEach
  void killAll() {
    alive.values().forEach(Process::destroyForcibly);
  }

  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    Files.createDirectories(folder);
    HistoryWriter history = new HistoryWriter(folder, "killer");
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      keepThreeAlive();
      awaitProgress();
      LockSupport.parkNanos(random.nextInt(300_000_000));
      for (String victim : victims()) {
        kill(victim, history);
      }
    }
    for (String name : List.copyOf(alive.keySet())) {
      kill(name, history);
    }
    finish();
    writeFinals(history);

    List<Event> events = HistoryReader.read(folder);
    HistoryChecker.Verdict verdict = HistoryChecker.check(events);
    System.out.printf(
        "kill -9: %d cycles, %d kills, %d jobs, %d starts, %d repeated after a kill, %d violations (seed %d)%n",
        CYCLES,
        verdict.kills(),
        verdict.jobs(),
        verdict.starts(),
        verdict.repeats(),
        verdict.violations().size(),
        SEED);
    assertThat(verdict.violations()).as("seed " + SEED).isEmpty();
    assertThat(verdict.jobs()).isGreaterThan(10 * CYCLES);
    assertThat(verdict.kills()).isGreaterThanOrEqualTo(CYCLES);
    assertThatTheJudgeIsAwake(events);
    deleteFolder();
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Negative controls: the same history with one thing wrong must not pass. */
  private static void assertThatTheJudgeIsAwake(List<Event> events) {
    Event anyFinal = first(events, Event.What.FINAL);
    List<Event> lost = new ArrayList<>(events);
    lost.remove(anyFinal);
    assertThat(HistoryChecker.check(lost).violations()).hasSize(1);

    Event done =
        events.stream()
            .filter(e -> e.what() == Event.What.DONE && e.process().startsWith("finisher"))
            .findFirst()
            .orElseThrow();
    List<Event> twice = new ArrayList<>(events);
    twice.add(new Event(done.nanos() + 1, "w-other", Event.What.START, done.id(), "-"));
    assertThat(HistoryChecker.check(twice).violations()).hasSize(1);
  }

  private static Event first(List<Event> events, Event.What what) {
    return events.stream().filter(e -> e.what() == what).findFirst().orElseThrow();
  }

  private void keepThreeAlive() throws IOException {
    alive.values().removeIf(process -> !process.isAlive());
    for (String kind : List.of("producer", "worker-a", "worker-b")) {
      if (alive.keySet().stream().noneMatch(name -> name.startsWith(kind))) {
        start(kind.equals("producer") ? CrashProducer.class : CrashWorker.class, kind + started++);
      }
    }
  }

  /** One of them, two, or all at once. */
  private Set<String> victims() {
    List<String> names = List.copyOf(alive.keySet());
    Set<String> victims = new TreeSet<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      victims.add(names.get(random.nextInt(names.size())));
    }
    return victims;
  }

  private void kill(String name, HistoryWriter history) throws InterruptedException {
    Process process = alive.remove(name);
    assertThat(process).as(name).isNotNull();
    assertThat(process.isAlive()).as(name + " must not have ended by itself").isTrue();
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    history.write(new Event(System.nanoTime(), name, Event.What.KILL, "-", "-"));
  }

  /** Until jobs were enqueued and run since the last look. */
  private void awaitProgress() throws IOException {
    long before = size("worker");
    long enqueued = size("producer");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (size("worker") < before + 5_000 || size("producer") == enqueued) {
      assertThat(System.nanoTime()).as("no progress").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private long size(String kind) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(kind)).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private void finish() throws Exception {
    Process finisher = start(CrashWorker.class, "finisher", "drain");
    assertThat(finisher.waitFor(180, TimeUnit.SECONDS)).as("the last worker finishes").isTrue();
    assertThat(finisher.exitValue()).isZero();
    alive.clear();
  }

  private void writeFinals(HistoryWriter history) throws IOException {
    Set<String> ids = new TreeSet<>();
    HistoryReader.read(folder).stream()
        .filter(e -> e.what() == Event.What.INTEND)
        .forEach(e -> ids.add(e.id()));
    try (SqliteBackend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      var inspector = backend.rooms().inspector().orElseThrow();
      inspector.list(JobQuery.all(JobQuery.LIMIT_MAX)).forEach(r -> ids.add(r.job().id().value()));
      for (String id : ids) {
        inspector.find(new JobId(id)).ifPresent(record -> history.write(finalOf(record)));
      }
    }
  }

  private static Event finalOf(JobRecord r) {
    String detail = r.state().text() + "/" + r.job().attempts() + "/" + r.deadReason().orElse("-");
    return new Event(System.nanoTime(), "-", Event.What.FINAL, r.job().id().value(), detail);
  }

  private Process start(Class<?> main, String name, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(folder.resolve("jobs.db").toString(), folder.toString(), name));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    alive.put(name, process);
    return process;
  }
}
