package dev.duly.lab.history;

import static dev.duly.lab.history.Event.What.ACK;
import static dev.duly.lab.history.Event.What.DONE;
import static dev.duly.lab.history.Event.What.FAIL;
import static dev.duly.lab.history.Event.What.FINAL;
import static dev.duly.lab.history.Event.What.FREEZE;
import static dev.duly.lab.history.Event.What.INTEND;
import static dev.duly.lab.history.Event.What.KILL;
import static dev.duly.lab.history.Event.What.START;
import static dev.duly.lab.history.Event.What.THAW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge's own test: bad histories are found, each by its kind, and their good twins pass. */
class HistoryCheckerTest {
  private final List<Event> events = new ArrayList<>();

  @Test
  void a_good_history_passes() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    ends("a", "completed/0/-");

    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().jobs()).isEqualTo(1);
  }

  @Test
  void an_acknowledged_job_that_is_gone_is_lost() {
    enqueued("a");

    assertThat(verdict().violations()).containsExactly("lost: a was acknowledged and is absent");
  }

  @Test
  void an_acknowledged_job_that_never_ended_is_lost() {
    enqueued("a");
    ends("a", "waiting/0/-");

    assertThat(kinds()).containsExactly("lost");
  }

  @Test
  void a_job_that_was_never_acknowledged_may_be_gone_or_be_there() {
    happens("p", INTEND, "a");
    happens("p", INTEND, "b");
    happens("w1", START, "b");
    happens("w1", DONE, "b");
    ends("b", "completed/0/-");

    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void a_job_that_nobody_enqueued_is_a_phantom() {
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("phantom");
  }

  @Test
  void a_completed_job_that_never_ran_is_found() {
    enqueued("a");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("unrun");
  }

  @Test
  void a_completed_job_whose_only_run_was_killed_is_found() {
    enqueued("a");
    happens("w1", START, "a");
    kill("w1");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("unrun");
  }

  @Test
  void a_second_run_after_a_kill_is_explained() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    kill("w1");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    ends("a", "completed/1/-");

    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().repeats()).isEqualTo(1);
  }

  @Test
  void a_second_run_without_a_kill_is_unexplained() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("unexplained");
  }

  @Test
  void a_kill_of_another_process_or_too_late_explains_nothing() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    kill("w3");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    kill("w1");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("unexplained");
  }

  @Test
  void a_run_that_began_while_the_first_process_was_frozen_is_explained() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", FREEZE, "-");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    happens("w1", THAW, "-");
    happens("w1", DONE, "a");
    ends("a", "completed/1/-");

    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void a_process_that_was_frozen_may_begin_what_it_had_claimed_but_only_then() {
    enqueued("a");
    happens("w1", FREEZE, "-");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    happens("w1", THAW, "-");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    ends("a", "completed/1/-");
    assertThat(verdict().violations()).isEmpty();

    events.add(1, new Event(0, "w1", THAW, "-", "-"));
    enqueued("b");
    happens("w2", START, "b");
    happens("w2", DONE, "b");
    happens("w1", START, "b");
    happens("w1", DONE, "b");
    ends("b", "completed/1/-");
    assertThat(kinds()).containsExactly("unexplained");
  }

  /** On a broker, where it comes on a connection that is lost. */
  @Test
  void what_came_to_a_frozen_process_it_may_run_when_it_goes_on_once_for_each_freeze() {
    happens("w1", FREEZE, "-");
    enqueued("a");
    happens("w1", THAW, "-");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    ends("a", "completed/1/-");
    assertThat(HistoryChecker.check(events, true).violations()).isEmpty();
    assertThat(kinds()).containsExactly("unexplained");

    happens("w3", START, "a");
    assertThat(HistoryChecker.check(events, true).violations()).hasSize(1);
  }

  @Test
  void what_came_after_a_freeze_is_not_explained_by_it() {
    happens("w1", FREEZE, "-");
    happens("w1", THAW, "-");
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    happens("w2", START, "a");
    happens("w2", DONE, "a");
    ends("a", "completed/1/-");
    assertThat(HistoryChecker.check(events, true).violations()).hasSize(1);
  }

  @Test
  void two_runs_at_once_overlap() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w2", START, "a");
    happens("w1", DONE, "a");
    happens("w2", DONE, "a");
    ends("a", "completed/0/-");

    assertThat(kinds()).containsExactly("overlap");
  }

  @Test
  void a_run_after_a_failure_is_a_retry() {
    enqueued("a");
    happens("w1", START, "a");
    happens("w1", FAIL, "a");
    happens("w1", START, "a");
    happens("w1", DONE, "a");
    ends("a", "completed/1/-");

    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().repeats()).isZero();
  }

  @Test
  void a_job_that_should_have_succeeded_is_dead_only_as_poison_after_three_kills() {
    enqueued("a");
    ends("a", "dead/3/poison");
    assertThat(kinds()).containsExactly("poisoned");

    kill("w1");
    kill("w2");
    kill("w3");
    assertThat(verdict().violations()).isEmpty();

    ends("a", "dead/3/exhausted");
    assertThat(kinds()).containsExactly("poisoned");
  }

  @Test
  void a_job_that_is_to_die_may_be_dead() {
    enqueued("a-dies");
    ends("a-dies", "dead/2/exhausted");

    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void a_line_is_read_as_it_is_written_and_a_torn_one_is_left_out() {
    Event event = new Event(1, "w1", START, "a", "-");

    assertThat(Event.parse(event.line())).contains(event);
    assertThat(Event.parse("1 w1 START a")).isEmpty();
    assertThat(Event.parse("1 w1 START a ")).isEmpty();
    assertThat(Event.parse("")).isEmpty();
  }

  private HistoryChecker.Verdict verdict() {
    return HistoryChecker.check(events);
  }

  private List<String> kinds() {
    return verdict().violations().stream().map(v -> v.substring(0, v.indexOf(':'))).toList();
  }

  private void enqueued(String id) {
    happens("p", INTEND, id);
    happens("p", ACK, id);
  }

  private void happens(String process, Event.What what, String id) {
    events.add(new Event(events.size(), process, what, id, "-"));
  }

  private void kill(String process) {
    happens(process, KILL, "-");
  }

  private void ends(String id, String detail) {
    events.add(new Event(events.size(), "-", FINAL, id, detail));
  }
}
