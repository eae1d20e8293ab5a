package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryChecker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Real processes on one store, killed with SIGKILL in the middle of things: a producer and workers,
 * one of them or all at once, cycle after cycle; then one more worker finishes, and the history is
 * judged. {@code -Dkill9.cycles=N -Dkill9.processes=N -Dkill9.seed=S}.
 */
public final class KillLoop {
  private static final int CYCLES = Integer.getInteger("kill9.cycles", 20);
  private static final int PROCESSES = Integer.getInteger("kill9.processes", 3);
  public static final long SEED = Long.getLong("kill9.seed", System.nanoTime());

  private final SplittableRandom random = new SplittableRandom(SEED);
  private int started;

  /**
   * Plays, prints what came of it, and fails if the history is wrong.
   *
   * @return what was written down
   */
  public List<Event> play(String title, ProcessLab stage) throws Exception {
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      keepAlive(stage);
      stage.awaitProgress(5_000);
      LockSupport.parkNanos(random.nextInt(300_000_000));
      for (String victim : victims(stage)) {
        stage.kill(victim);
      }
    }
    for (String name : stage.alive()) {
      stage.kill(name);
    }
    stage.finish();

    List<Event> events = stage.events();
    boolean copies = stage.hasCopies();
    HistoryChecker.Verdict verdict = HistoryChecker.check(events, copies);
    long miscounted = stage.miscounted();
    System.out.printf(
        "%s: %d cycles, %d kills, %d jobs, %d starts, %d repeated after a kill, %d miscounted, %d violations (seed %d)%n",
        title,
        CYCLES,
        verdict.kills(),
        verdict.jobs(),
        verdict.starts(),
        verdict.repeats(),
        miscounted,
        verdict.violations().size(),
        SEED);
    assertThat(verdict.violations()).as("seed " + SEED).isEmpty();
    assertThat(miscounted)
        .as("in all, of what one worker has in flight")
        .isLessThanOrEqualTo(CrashWorker.SLOTS);
    assertThat(verdict.jobs()).isGreaterThan(10 * CYCLES);
    assertThat(verdict.kills()).isGreaterThanOrEqualTo(CYCLES);
    assertThatTheJudgeIsAwake(events, copies);
    return events;
  }

  /** Negative controls: the same history with one thing wrong must not pass. */
  private static void assertThatTheJudgeIsAwake(List<Event> events, boolean copies) {
    Set<String> acknowledged =
        events.stream()
            .filter(e -> e.what() == Event.What.ACK)
            .map(Event::id)
            .collect(Collectors.toSet()); // of another, it is not known whether it was stored
    List<Event> lost = new ArrayList<>(events);
    lost.remove(
        events.stream()
            .filter(e -> e.what() == Event.What.FINAL && acknowledged.contains(e.id()))
            .findFirst()
            .orElseThrow());
    assertThat(HistoryChecker.check(lost, copies).violations()).hasSize(1);

    Map<String, Long> starts =
        events.stream()
            .filter(e -> e.what() == Event.What.START)
            .collect(Collectors.groupingBy(Event::id, Collectors.counting()));
    Event done =
        events.stream()
            .filter(e -> e.what() == Event.What.DONE && starts.getOrDefault(e.id(), 0L) == 1)
            .findFirst()
            .orElseThrow();
    List<Event> twice = new ArrayList<>(events);
    long kills = events.stream().filter(e -> e.what() == Event.What.KILL).count();
    for (long more = copies ? kills : 0; more >= 0; more--) { // each explains one at most
      twice.add(new Event(done.nanos() + 1, "w-other", Event.What.START, done.id(), "-"));
      twice.add(new Event(done.nanos() + 2, "w-other", Event.What.DONE, done.id(), "-"));
    }
    assertThat(HistoryChecker.check(twice, copies).violations()).isNotEmpty();
  }

  private void keepAlive(ProcessLab stage) throws IOException {
    List<String> kinds = new ArrayList<>(List.of("producer"));
    for (int i = 1; i < PROCESSES; i++) {
      kinds.add("worker-" + i + "-");
    }
    for (String kind : kinds) {
      if (stage.alive().stream().noneMatch(name -> name.startsWith(kind))) {
        stage.start(
            kind.equals("producer") ? CrashProducer.class : CrashWorker.class, kind + started++);
      }
    }
  }

  /** One of them, two, or more at once. */
  private Set<String> victims(ProcessLab stage) {
    List<String> names = stage.alive();
    Set<String> victims = new TreeSet<>();
    for (int n = 1 + random.nextInt(PROCESSES); n > 0; n--) {
      victims.add(names.get(random.nextInt(names.size())));
    }
    return victims;
  }
}
