package dev.duly.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.history.Change.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge's own test: a good journal passes, and each bad twin of it is found, by its kind. */
class JournalCheckerTest {
  private static final long DUE = 1_000;
  private static final long LEASE_END = 31_000;

  private static Row waiting(long token, long fence, int attempts) {
    return new Row("waiting", token, fence, attempts, 3, DUE, fence == 0 ? "" : "w1");
  }

  private static Row running(long token, long fence, int attempts, String worker) {
    return new Row("running", token, fence, attempts, 3, DUE, worker);
  }

  private static Row ended(String state, long token, long fence, int attempts, String worker) {
    return new Row(state, token, fence, attempts, 3, DUE, worker);
  }

  /**
   * Enqueued, claimed, retried, claimed, taken over, completed; a second job dies and is requeued.
   */
  private static List<Change> good() {
    List<Change> changes = new ArrayList<>();
    Row first = waiting(0, 0, 0);
    Row claimed = running(7, 1, 0, "w1");
    Row retried = waiting(7, 1, 1);
    Row again = running(8, 2, 1, "w1");
    Row taken = running(9, 3, 2, "w2");
    Row done = ended("completed", 9, 3, 2, "w2");
    changes.add(new Change(1, "a", Row.NONE, first, 0, 0));
    changes.add(new Change(2, "a", first, claimed, DUE, 0));
    changes.add(new Change(3, "a", claimed, retried, 0, LEASE_END));
    changes.add(new Change(4, "a", retried, again, DUE + 1, 0));
    changes.add(new Change(5, "a", again, taken, LEASE_END, LEASE_END));
    changes.add(new Change(6, "a", taken, done, 0, LEASE_END * 2));
    Row other = running(7, 1, 0, "w1");
    Row dead = ended("dead", 7, 1, 1, "w1");
    changes.add(new Change(7, "b", Row.NONE, first, 0, 0));
    changes.add(new Change(8, "b", first, other, DUE, 0));
    changes.add(new Change(9, "b", other, dead, 0, LEASE_END));
    changes.add(new Change(10, "b", dead, waiting(7, 1, 0), 0, 0));
    return changes;
  }

  private static final List<Event> STARTS =
      List.of(
          new Event(1, "w1", Event.What.START, "a", "-"),
          new Event(2, "w1", Event.What.START, "a", "-"),
          new Event(3, "w2", Event.What.START, "a", "-"));

  private static List<String> kinds(List<Change> changes, List<Event> events) {
    return JournalChecker.check(changes, events).stream()
        .map(v -> v.substring(0, v.indexOf(':')))
        .distinct()
        .toList();
  }

  @Test
  void a_good_journal_passes() {
    assertThat(JournalChecker.check(good(), STARTS)).isEmpty();
  }

  /** Of the good journal, one change is made another. */
  static Stream<Arguments> bad() {
    return Stream.of(
        one("edge", 6, c -> after(c, ended("running!", 9, 3, 2, "w2"))),
        one("edge", 2, c -> after(c, ended("completed", 7, 1, 0, "w1"))),
        one("edge", 10, c -> after(c, ended("completed", 7, 1, 1, "w1"))),
        one("early", 2, c -> at(c, DUE - 1)),
        one("early", 4, c -> at(c, DUE - 1)),
        one("stolen", 5, c -> at(c, LEASE_END - 1)),
        one("token", 5, c -> after(c, running(8, 3, 2, "w2"))),
        one("token", 5, c -> after(c, running(9, 2, 2, "w2"))),
        one("token", 4, c -> after(c, running(8, 3, 1, "w1"))),
        one("token", 4, c -> after(c, running(7, 2, 1, "w1"))),
        one("foreign", 6, c -> after(c, ended("completed", 8, 3, 2, "w2"))),
        one("foreign", 3, c -> after(c, waiting(6, 1, 1))),
        one("attempts", 2, c -> after(c, running(7, 1, 1, "w1"))),
        one("attempts", 5, c -> after(c, running(9, 3, 1, "w2"))),
        one("attempts", 5, c -> after(c, running(9, 3, 3, "w2"))),
        one("attempts", 6, c -> after(c, ended("completed", 9, 3, 3, "w2"))),
        one("attempts", 3, c -> after(c, waiting(7, 1, 2))),
        one("attempts", 9, c -> after(c, ended("dead", 7, 1, 4, "w1"))),
        one("attempts", 10, c -> after(c, waiting(7, 1, 1))),
        one("gap", 6, c -> new Change(c.rev(), "a", running(9, 3, 1, "w2"), c.after(), 0, 0)),
        one("gap", 7, c -> new Change(c.rev(), "b", waiting(0, 0, 0), c.after(), 0, 0)));
  }

  private static Arguments one(String kind, int rev, UnaryOperator<Change> bend) {
    return Arguments.of(kind, rev, bend);
  }

  private static Change after(Change c, Row row) {
    return new Change(c.rev(), c.job(), c.before(), row, c.time(), c.leaseEnd());
  }

  private static Change at(Change c, long time) {
    return new Change(c.rev(), c.job(), c.before(), c.after(), time, c.leaseEnd());
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_twin_is_found_by_its_kind(String kind, int rev, UnaryOperator<Change> bend) {
    List<Change> changes = good();
    changes.set(rev - 1, bend.apply(changes.get(rev - 1)));

    assertThat(kinds(changes, List.of())).contains(kind);
  }

  @Test
  void a_lease_lost_beyond_the_budget_is_no_run_but_a_failure_there_is() {
    Row last = running(7, 1, 2, "w1");
    Row lost = running(8, 2, 3, "w1");
    Row again = running(9, 3, 4, "w1");
    Row fresh = waiting(0, 0, 2);
    List<Change> unrun = new ArrayList<>();
    unrun.add(new Change(1, "a", Row.NONE, fresh, 0, 0));
    unrun.add(new Change(2, "a", fresh, last, DUE, 0));
    unrun.add(new Change(3, "a", last, lost, LEASE_END, LEASE_END));
    unrun.add(new Change(4, "a", lost, again, LEASE_END, LEASE_END));
    unrun.add(new Change(5, "a", again, ended("dead", 9, 3, 4, "w1"), 0, LEASE_END));
    assertThat(kinds(unrun, List.of())).isEmpty();

    unrun.set(4, after(unrun.get(4), ended("dead", 9, 3, 5, "w1")));
    assertThat(kinds(unrun, List.of())).containsExactly("attempts");
  }

  @Test
  void a_handler_that_ran_without_a_claim_is_found() {
    List<Event> more = new ArrayList<>(STARTS);
    more.add(new Event(4, "w2", Event.What.START, "a", "-"));

    assertThat(kinds(good(), more)).containsExactly("unclaimed");
  }

  @Test
  void a_change_that_is_missing_or_there_twice_or_out_of_its_order_is_found() {
    List<Change> good = good();
    for (int i = 0; i < good.size(); i++) {
      boolean lastOfItsJob = i == 5 || i == 9;
      List<Change> without = new ArrayList<>(good);
      Change gone = without.remove(i);
      assertThat(kinds(without, List.of()).isEmpty()).as("without " + gone).isEqualTo(lastOfItsJob);

      List<Change> twice = new ArrayList<>(good);
      twice.add(gone);
      assertThat(kinds(twice, List.of())).as("twice " + gone).contains("gap");
    }
    for (int i = 0; i + 1 < 6; i++) {
      List<Change> swapped = new ArrayList<>(good);
      Change one = swapped.get(i);
      Change other = swapped.get(i + 1);
      swapped.set(i, new Change(other.rev(), one.job(), one.before(), one.after(), one.time(), 0));
      swapped.set(
          i + 1,
          new Change(one.rev(), other.job(), other.before(), other.after(), other.time(), 0));
      assertThat(kinds(swapped, List.of())).as("swapped at " + i).contains("gap");
    }
  }
}
