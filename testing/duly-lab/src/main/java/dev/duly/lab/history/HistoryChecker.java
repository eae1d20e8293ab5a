package dev.duly.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a history against what was promised:
 *
 * <ul>
 *   <li><b>lost</b>: every acknowledged job is there in the end, and has ended;
 *   <li><b>phantom</b>: nothing is there that was not enqueued;
 *   <li><b>unrun</b>: a completed job's handler has come to its end, in some attempt;
 *   <li><b>unexplained</b>: a job that starts again does so because its handler had failed, or
 *       because the process that ran it was killed after it had started it, or because any process
 *       was frozen meanwhile, or because it was sent again where ids are not known;
 *   <li><b>overlap</b>: it does not start again while the process that runs it lives and has not
 *       ended it;
 *   <li><b>poisoned</b>: a job that should have succeeded is dead only as poison, after three
 *       kills.
 * </ul>
 */
public final class HistoryChecker {
  private static final int KILLS_OF_POISON = 3;

  private final boolean copies;
  private final Set<String> intended = new HashSet<>();
  private final Map<String, Long> born = new HashMap<>();
  private final Map<String, Integer> copiesUsed = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Map<String, Integer> resent = new HashMap<>();
  private final Map<String, List<Event>> runs = new TreeMap<>();
  private final Map<String, String> finals = new HashMap<>();
  private final Map<String, List<Long>> kills = new HashMap<>();
  private final Map<String, List<Long>> thaws = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int starts;
  private int repeats;

  /**
   * What came of it.
   *
   * @param jobs acknowledged
   * @param starts of handlers
   * @param repeats starts after the first of a job that a kill or a freeze explains
   * @param kills and freezes
   * @param violations each with its kind first; empty if all promises were kept
   */
  public record Verdict(int jobs, int starts, int repeats, int kills, List<String> violations) {}

  private HistoryChecker(boolean copies) {
    this.copies = copies;
  }

  /**
   * Judges a whole history, of a store that knows the ids of its jobs.
   *
   * @param events of all processes, in any order
   */
  public static Verdict check(List<Event> events) {
    return check(events, false);
  }

  /**
   * The same.
   *
   * @param copies a broker has copies of jobs: each kill of a worker may leave one more of what it
   *     held, which a start after the kill uses up
   */
  public static Verdict check(List<Event> events, boolean copies) {
    HistoryChecker checker = new HistoryChecker(copies);
    events.stream().sorted(Comparator.comparingLong(Event::nanos)).forEach(checker::read);
    checker.checkAcknowledged();
    checker.checkFinals();
    checker.runs.forEach(checker::checkRuns);
    return new Verdict(
        checker.acknowledged.size(),
        checker.starts,
        checker.repeats,
        checker.killed(),
        List.copyOf(checker.violations));
  }

  private int killed() {
    return kills.values().stream().mapToInt(List::size).sum();
  }

  private void read(Event event) {
    switch (event.what()) {
      case INTEND -> {
        intended.add(event.id());
        born.put(event.id(), event.nanos());
      }
      case RESEND -> resent.merge(event.id(), 1, Integer::sum);
      case ACK -> acknowledged.add(event.id());
      case START, DONE, FAIL ->
          runs.computeIfAbsent(event.id(), id -> new ArrayList<>()).add(event);
      case KILL, FREEZE ->
          kills.computeIfAbsent(event.process(), p -> new ArrayList<>()).add(event.nanos());
      case THAW ->
          thaws.computeIfAbsent(event.process(), p -> new ArrayList<>()).add(event.nanos());
      case FINAL -> finals.put(event.id(), event.detail());
    }
  }

  private void checkAcknowledged() {
    for (String id : acknowledged) {
      String state = finals.getOrDefault(id, "absent");
      if (!state.startsWith("completed/") && !state.startsWith("dead/")) {
        violations.add("lost: " + id + " was acknowledged and is " + state);
      }
    }
  }

  private void checkFinals() {
    finals.forEach(
        (id, state) -> {
          if (!intended.contains(id)) {
            violations.add("phantom: " + id + " is " + state + " and was not enqueued");
          }
          if (state.startsWith("completed/") && !hasRunToItsEnd(id)) {
            violations.add("unrun: " + id + " is completed, but its handler never came to its end");
          }
          if (state.startsWith("dead/") && !mayBeDead(id, state)) {
            violations.add("poisoned: " + id + " is " + state);
          }
        });
  }

  private boolean hasRunToItsEnd(String id) {
    return runs.getOrDefault(id, List.of()).stream().anyMatch(e -> e.what() == Event.What.DONE);
  }

  private boolean mayBeDead(String id, String state) {
    boolean poison = state.endsWith("/poison") && killed() >= KILLS_OF_POISON;
    return poison || id.endsWith("-dies");
  }

  /** Each start after the first needs a reason in the run before it. */
  private void checkRuns(String id, List<Event> events) {
    Optional<Event> run = Optional.empty();
    Optional<Event> end = Optional.empty();
    for (Event event : events) {
      if (event.what() != Event.What.START) {
        if (run.isPresent() && run.get().process().equals(event.process())) {
          end = Optional.of(event);
        }
        continue;
      }
      starts++;
      if (run.isPresent()) {
        checkRepeat(id, run.get(), end, event);
      }
      run = Optional.of(event);
      end = Optional.empty();
    }
  }

  /**
   * Whether any process stood still between these moments: it may have held the engine's own lock,
   * so that no worker could settle or renew.
   */
  private boolean wasAnyFrozen(long from, long to) {
    for (Map.Entry<String, List<Long>> thawed : thaws.entrySet()) {
      for (long thaw : thawed.getValue()) {
        long freeze =
            kills.getOrDefault(thawed.getKey(), List.of()).stream()
                .mapToLong(Long::longValue)
                .filter(time -> time <= thaw)
                .max()
                .orElse(Long.MAX_VALUE);
        if (freeze <= to && from <= thaw) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether a kill or a freeze before that left a copy that has not explained another start. What
   * comes to a frozen process it has in hand when it goes on, and its connection is gone.
   */
  private boolean hasCopy(String id, long before) {
    long since = born.getOrDefault(id, Long.MAX_VALUE);
    long killed =
        kills.entrySet().stream()
            .mapToLong(
                of ->
                    of.getValue().stream()
                        .filter(kill -> kill <= before && since <= goesOn(of.getKey(), kill))
                        .count())
            .sum();
    return copiesUsed.merge(id, 1, Integer::sum) <= killed;
  }

  /** When a process that stopped at this time went on; the same time if it was killed. */
  private long goesOn(String process, long stopped) {
    long next =
        kills.getOrDefault(process, List.of()).stream()
            .mapToLong(Long::longValue)
            .filter(time -> time > stopped)
            .min()
            .orElse(Long.MAX_VALUE);
    return thaws.getOrDefault(process, List.of()).stream()
        .mapToLong(Long::longValue)
        .filter(thaw -> stopped <= thaw && thaw < next)
        .min()
        .orElse(stopped);
  }

  private void checkRepeat(String id, Event before, Optional<Event> end, Event again) {
    boolean wasKilled =
        kills.getOrDefault(before.process(), List.of()).stream()
            .anyMatch(killed -> before.nanos() <= killed && killed <= again.nanos());
    boolean failed = end.isPresent() && end.get().what() == Event.What.FAIL;
    if (wasKilled || wasAnyFrozen(before.nanos(), again.nanos())) {
      repeats++;
    } else if (!failed && resent.merge(id, -1, Integer::sum) >= 0) {
      repeats++; // each time it was sent again explains one more start
    } else if (!failed && copies && hasCopy(id, again.nanos())) {
      repeats++;
    } else if (end.isEmpty()) {
      violations.add(
          "overlap: "
              + id
              + " started on "
              + again.process()
              + " while "
              + before.process()
              + " ran it");
    } else if (!failed) {
      violations.add(
          "unexplained: "
              + id
              + " was done on "
              + before.process()
              + ", which lived, and started again on "
              + again.process());
    }
  }
}
