package dev.duly.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a store's own journal against the contract, job by job and in one pass:
 *
 * <ul>
 *   <li><b>gap</b>: a change begins where the one before it ended;
 *   <li><b>edge</b>: it is one of the state machine's; a completed job never changes again;
 *   <li><b>token</b>: a claim brings a token that was never used for the job, and the next fence;
 *   <li><b>early</b>: a job is claimed when it is due;
 *   <li><b>stolen</b>: a running job is taken over only when its lease has ended;
 *   <li><b>foreign</b>: a settlement is under the claim that held the job;
 *   <li><b>attempts</b>: they grow by one where the contract says so, above the budget only by
 *       leases that are lost before the job could become a dead letter, and go back to nothing only
 *       when a person requeues the job;
 *   <li><b>unclaimed</b>: a handler started more often than its worker had claimed the job.
 * </ul>
 */
public final class JournalChecker {
  private static final Set<String> EDGES =
      Set.of(
          "- waiting",
          "waiting running",
          "waiting cancelled",
          "waiting -",
          "running running",
          "running waiting",
          "running completed",
          "running cancelled",
          "running dead",
          "completed -",
          "cancelled waiting",
          "cancelled -",
          "dead waiting",
          "dead -");

  private final Map<String, Change.Row> now = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private final Map<String, Integer> claims = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  private JournalChecker() {}

  /**
   * Judges a journal, and with it what the handlers wrote down.
   *
   * @param changes in any order
   * @param events of all processes
   * @return each violation with its kind first; empty if there are none
   */
  public static List<String> check(List<Change> changes, List<Event> events) {
    JournalChecker checker = new JournalChecker();
    changes.stream().sorted(Comparator.comparingLong(Change::rev)).forEach(checker::read);
    checker.checkStarts(events);
    return List.copyOf(checker.violations);
  }

  private void read(Change change) {
    Change.Row before = change.before();
    Change.Row after = change.after();
    if (!now.getOrDefault(change.job(), Change.Row.NONE).equals(before)) {
      found("gap", change, "it was " + now.get(change.job()));
    }
    now.put(change.job(), after);
    if (!EDGES.contains(before.state() + " " + after.state())) {
      found("edge", change, "there is no such edge");
    } else if (after.state().equals("running")) {
      claimed(change);
    } else if (before.state().equals("running")) {
      settled(change);
    } else if (!after.state().equals("-") && !before.state().equals("-")) {
      int attempts = after.state().equals("waiting") ? 0 : before.attempts();
      check("attempts", after.attempts() == attempts, change, "they must be " + attempts);
    }
  }

  private void claimed(Change change) {
    Change.Row before = change.before();
    Change.Row after = change.after();
    boolean retaken = before.state().equals("running");
    boolean fresh = tokens.add(change.job() + " " + after.token());
    check("token", fresh && after.fence() == before.fence() + 1, change, "it is not a new claim");
    claims.merge(change.job() + " " + after.worker(), 1, Integer::sum);
    if (retaken) {
      check("stolen", change.time() >= change.leaseEnd(), change, "its lease had not ended");
    } else {
      check("early", change.time() >= before.due(), change, "it was not due");
    }
    int attempts = before.attempts() + (retaken ? 1 : 0);
    check("attempts", after.attempts() == attempts, change, "they must be " + attempts);
  }

  private void settled(Change change) {
    Change.Row before = change.before();
    Change.Row after = change.after();
    boolean own = after.token() == before.token() && after.fence() == before.fence();
    check("foreign", own, change, "another claim held it");
    int more = after.attempts() - before.attempts();
    boolean mayCount = after.state().equals("waiting") || after.state().equals("dead");
    check("attempts", more == 0 || (more == 1 && mayCount), change, "they grew by " + more);
    boolean ranBeyond = more > 0 && after.attempts() > after.maxAttempts();
    check("attempts", !ranBeyond, change, "a handler ran beyond the budget");
  }

  private void checkStarts(List<Event> events) {
    Map<String, Integer> starts = new HashMap<>();
    events.stream()
        .filter(e -> e.what() == Event.What.START)
        .forEach(e -> starts.merge(e.id() + " " + e.process(), 1, Integer::sum));
    starts.forEach(
        (run, count) -> {
          int claimed = claims.getOrDefault(run, 0);
          if (count > claimed) {
            violations.add("unclaimed: " + run + " started " + count + ", claimed " + claimed);
          }
        });
  }

  private void check(String kind, boolean holds, Change change, String why) {
    if (!holds) {
      found(kind, change, why);
    }
  }

  private void found(String kind, Change change, String why) {
    violations.add(kind + ": " + why + ": " + change);
  }
}
