package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryChecker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Producers and workers of an older version of Duly beside those of this one on one store, as
 * during a deploy: the older ones create the store, this version migrates it under them, and now
 * and then one of the four is killed with SIGKILL. Then the history is judged. {@code
 * -Dolder.tree=FOLDER} is a checkout of the older version, compiled with its tests; {@code
 * -Dolder.seconds=N} how long it takes, 60 if nothing is said.
 */
public final class OlderVersion {
  private static final String TREE = System.getProperty("older.tree", "");
  private static final int SECONDS = Integer.getInteger("older.seconds", 60);
  private static final List<String> KINDS =
      List.of("producer-older-", "worker-older-", "producer-newer-", "worker-newer-");

  /** So that workers keep up: this is about versions, and other tests are about load. */
  private static final String PRODUCER_PAUSE_MILLIS = "200";

  private final SplittableRandom random = new SplittableRandom(KillLoop.SEED);
  private int started;

  /** Plays, prints what came of it, and fails if the history is wrong. */
  public void play(String title, ProcessLab stage) throws Exception {
    start(stage, KINDS.get(0));
    start(stage, KINDS.get(1));
    stage.awaitProgress(5_000);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      for (String kind : KINDS) {
        if (stage.alive().stream().noneMatch(name -> name.startsWith(kind))) {
          start(stage, kind);
        }
      }
      for (int i = 0; i < 5; i++) {
        stage.awaitProgress(20_000);
      }
      stage.kill(stage.alive().get(random.nextInt(KINDS.size())));
    }
    for (String name : stage.alive()) {
      stage.kill(name);
    }
    stage.finish();

    List<Event> events = stage.events();
    HistoryChecker.Verdict verdict = HistoryChecker.check(events);
    System.out.printf(
        "%s: %d s, %d kills, %d jobs, %d starts, %d repeated after a kill, %d violations (seed %d)%n",
        title,
        SECONDS,
        verdict.kills(),
        verdict.jobs(),
        verdict.starts(),
        verdict.repeats(),
        verdict.violations().size(),
        KillLoop.SEED);
    assertThat(verdict.violations()).as("seed " + KillLoop.SEED).isEmpty();
    for (String kind : KINDS) {
      Event.What does = kind.startsWith("worker") ? Event.What.DONE : Event.What.ACK;
      assertThat(events)
          .as(kind)
          .filteredOn(e -> e.what() == does && e.process().startsWith(kind))
          .hasSizeGreaterThan(100);
    }
  }

  private void start(ProcessLab stage, String kind) throws IOException {
    String classPath =
        kind.contains("older") ? olderClassPath() : System.getProperty("java.class.path");
    String name = kind + started++;
    if (kind.startsWith("worker")) {
      stage.startOn(classPath, CrashWorker.class, name);
    } else {
      stage.startOn(classPath, CrashProducer.class, name, PRODUCER_PAUSE_MILLIS);
    }
  }

  /** The same modules, as they were compiled there; libraries are those of today. */
  private static String olderClassPath() throws IOException {
    Path older = Path.of(TREE).toRealPath();
    Path root = Path.of("..", "..").toRealPath();
    List<String> parts = new ArrayList<>();
    int replaced = 0;
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part).toAbsolutePath().normalize();
      boolean ours = path.startsWith(root) && Files.isDirectory(path);
      Path then = ours ? older.resolve(root.relativize(path)) : path;
      assertThat(then).as("of the older version").exists();
      parts.add(then.toString());
      replaced += ours ? 1 : 0;
    }
    assertThat(replaced).as("modules of ours on the class path").isGreaterThan(3);
    return String.join(File.pathSeparator, parts);
  }
}
