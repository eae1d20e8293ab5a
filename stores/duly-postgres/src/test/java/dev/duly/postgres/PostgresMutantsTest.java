package dev.duly.postgres;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.mutant.Mutants;
import dev.duly.lab.mutant.SqlMutant;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.limit.StoreKit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every condition in every statement and in the claiming function is needed: dropped, the kit turns
 * red. A condition that is there for its cost alone is named below with its reason, and must
 * survive, or the reason is wrong. A sample in each run, or all with {@code -Dmutants.every=1}, as
 * {@code ./check --long} does.
 */
@Tag("mutants")
class PostgresMutantsTest {
  private static final List<String> FUNCTIONS = List.of("A005__holds", "A006__claim");
  private static final List<String> NO_PART_OF_A_JOBS_PATH =
      List.of("schema", "shape_of", "pins", "overdue", "notify", "tally_up");
  private static final String NARROWS = "narrows down what is read; the query itself decides";
  private static final String A_HINT = "a hint when to look again: too early is harmless";
  private static final String A_PAIR = "the other of two conditions says the same";
  private static final String BOTH =
      "two statements of one then change a row, and the right one comes first; nothing promises that";
  private static final String NO_KEY = "looks for keys of jobs that have none";
  private static final String LOCKS_MORE = "locks keys that are not to be freed";
  private static final String FIRST_BY_INDEX =
      "the open lane comes first in its index; nothing promises that";
  private static final String WHEN_SLOW =
      "matters when reading is slow, as beside an open transaction";
  // What nothing promises goes either way: such conditions are needed, though not each run shows
  // it.
  private static final Set<String> BY_CHANCE = Set.of(BOTH, FIRST_BY_INDEX, WHEN_SLOW);
  private static final Map<String, String> FOR_THEIR_COST =
      Map.ofEntries(
          entry("A006__claim without lane = p_lane", "lanes are made that stay empty"),
          entry("A006__claim without lease_until <= moment", "looks for lost leases in vain"),
          entry("A006__claim without gate = ''", FIRST_BY_INDEX),
          entry(
              "A006__claim without due = piece.due #2",
              "a row of another due time has none of these jobs"),
          entry("ahead without l.gate = ''", "what lies behind a gate is of a paused type"),
          entry(
              "ahead without (select exists (select from duly.paused_type))",
              "reads jobs though no type is paused"),
          entry("delete_final without has_key", NO_KEY),
          entry("schedule_fire without g.id = s.id", "no two have the same revision"),
          entry("schedule_next without next_at is not null", "the least of all is none of these"),
          entry("prune_cancelled without has_key", NO_KEY),
          entry("prune_completed without has_key", NO_KEY),
          entry("key_lock without j.seq = u.job", LOCKS_MORE),
          entry("key_lock without j.id = any (?)", LOCKS_MORE),
          entry("cancel_request without state is null", "what is over has no claim"),
          entry(
              "cancel_request without c.block = any (array(select seq >> 6 from target))", A_PAIR),
          entry(
              "cancel_request without (c.open & duly.bit(t.seq)) <> 0",
              "a job that the claim no longer holds is asked by no one"),
          entry("edit without j.id = ?", A_PAIR),
          entry("edit without w.seq = j.seq", A_PAIR),
          entry("prune_completed without d.block = o.block", A_PAIR),
          entry("prune_completed without d.token = o.token", A_PAIR),
          entry("note_trim without job = any (?)", "the logs of other jobs are trimmed already"),
          entry(
              "report_since without began >= ? - 30000",
              "says where to look; the next condition decides"),
          entry("errors without fingerprint is not null", "a lost lease has no error to show"),
          entry("extend without c.token = h.token", A_PAIR),
          entry("extend without c.token = any (array(select token from held))", A_PAIR),
          entry("gate_open without o.gate = ''", FIRST_BY_INDEX),
          entry("heads without k.lane = l.lane", WHEN_SLOW),
          entry(
              "heads without r.due >= coalesce(k.since, 0)",
              "steps over dead rows that lie before what is there"),
          entry("known without id = any (?)", NARROWS),
          entry("list without (w.queue is null or r.queue = w.queue)", NARROWS),
          entry("list without (w.type is null or r.type = w.type)", NARROWS),
          entry("list without (w.state is null or r.state = w.state)", NARROWS),
          entry("list_dead without state = 'dead'", NARROWS),
          entry("list_dead without (w.queue is null or queue = w.queue)", NARROWS),
          entry("list_dead without (w.type is null or type = w.type)", NARROWS),
          entry("next_due without lane in (select lane from mine)", A_HINT),
          entry("list_dead without seq = d.seq", "a dead letter has no result"),
          entry("next_due without ready.lane = mine.lane", A_HINT),
          entry("next_due without queue = any (:queues)", A_HINT),
          entry("next_due without gate = ''", A_HINT),
          entry(
              "next_due without not exists (select from duly.queue q where q.queue = lane.queue and"
                  + " q.paused_at is not null)",
              A_HINT),
          entry("next_due without q.queue = lane.queue", A_HINT),
          entry("next_due without q.paused_at is not null", A_HINT),
          entry("detach without state is null", "what is over lies in no block"),
          entry("detach without first >> 6 = any (array(select seq >> 6 from target))", NARROWS),
          entry("detach without p.jobs = p.mask", BOTH),
          entry("detach without r.lane = p.lane #2", "no other lane has these jobs"),
          entry(
              "detach without r.due = p.due #2",
              "a row of another due time has none of these jobs"),
          entry("settle without token = any (:claims)", NARROWS),
          entry("settle without c.block = g.seq >> 6", "a claim is of one block"),
          entry("settle without open = jobs", BOTH),
          entry("settle without j.seq = any (array(select seq from held))", A_PAIR),
          entry(
              "settle without a.job = any (array(select seq from held where number > 19))", A_PAIR),
          entry("settle without number > 19", NARROWS),
          entry("settle_complete without c.open & g.jobs <> 0", A_PAIR),
          entry("settle_complete without open = jobs", BOTH),
          entry("settle_complete without jobs <> 0", A_PAIR),
          entry("settled without d.block = g.seq >> 6", "a claim is of one block"));

  @Test
  void no_condition_can_be_dropped() throws Exception {
    List<SqlMutant> mutants =
        SqlMutant.in(
            Path.of("src/main/resources/dev/duly/postgres"), PostgresMutantsTest::isOfAJobsPath);
    assertThat(mutants).hasSizeGreaterThan(50);
    assertThat(Mutants.among(mutants, FOR_THEIR_COST.keySet()))
        .containsExactlyInAnyOrderElementsOf(FOR_THEIR_COST.keySet());
    List<SqlMutant> some = Mutants.sample(mutants, 36);
    Set<String> named = Mutants.among(some, FOR_THEIR_COST.keySet());
    Set<String> survivors =
        new TreeSet<>(
            new Mutants<SqlMutant>(
                    MutantKit.class, PostgresMutantsTest::bringFunctions, thread -> {})
                .survivorsOf(some, named));
    Map<String, String> certain = new TreeMap<>(FOR_THEIR_COST);
    certain.keySet().retainAll(named);
    certain.values().removeIf(BY_CHANCE::contains);
    survivors.removeIf(name -> FOR_THEIR_COST.containsKey(name) && !certain.containsKey(name));
    assertThat(survivors).isEqualTo(certain.keySet());
  }

  /** Of the steps of the schema only those that have functions. */
  private static boolean isOfAJobsPath(String name) {
    return FUNCTIONS.contains(name)
        || (!name.matches("[VA]0.*") && !NO_PART_OF_A_JOBS_PATH.contains(name));
  }

  /**
   * The claiming functions live in the thread's database: as the mutant has them, or as they are.
   */
  private static void bringFunctions() {
    SqlMutant mutant = Mutants.current(SqlMutant.class);
    for (String functions : FUNCTIONS) {
      boolean isMutant = mutant.statement().equals(functions);
      PostgresUnderTest.replace(isMutant ? mutant.text() : new Statements().text(functions));
    }
  }

  /** The kit on the mutant of the moment. */
  static class MutantKit extends StoreKit {
    @Override
    protected BackendUnderTest open() {
      return new PostgresUnderTest(Mutants.current(SqlMutant.class));
    }
  }
}
