package dev.duly.sqlite;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every condition in every statement is needed: dropped, the kit turns red. A condition that is
 * there for its cost alone is named below with its reason, and must survive, or the reason is
 * wrong. A sample in each run, or all with {@code -Dmutants.every=1}, as {@code ./check --long}
 * does.
 */
@Tag("mutants")
class SqlMutantsTest {
  private static final String NARROWS = "narrows down what is read; the query itself decides";
  private static final String LEFT_OVER = "what belongs to no job goes from other pieces, too";
  private static final String A_HINT = "a hint when to look again: too early is harmless";
  private static final String LOOKED_AT = "a group that is closed is looked at, and sleeps again";
  private static final Map<String, String> FOR_THEIR_COST =
      Map.ofEntries(
          entry(
              "claim_end without token = ?",
              "rows that are not open are deleted at once: no other is there"),
          entry("key_free without key = ?", "a job has one key"),
          entry("schedule_fire without id = ?", "no two have the same revision"),
          entry("schedule_next without next_at is not null", "the least of all is none of these"),
          entry("claim_held without seq between ? and ?", "a run lies in its range"),
          entry("settled without seq between ? and ?", "a run lies in its range"),
          entry(
              "claim_overdue_lanes without lease_until <= ?",
              "says where to look; what has ended is decided there"),
          entry(
              "lane_change_all without state = 'waiting'",
              "behind a gate nothing runs, and what has ended may lie in any lane"),
          entry(
              "prune without seq between ? and ?",
              "what is old in other pieces is deleted as well, only not in small ones"),
          entry("prune_notes without job between ?1 and ?2", LEFT_OVER),
          entry("prune_progress without job between ?1 and ?2", LEFT_OVER),
          entry(
              "states without job.id = given.value",
              "reads every job; only those that were asked for are looked up"),
          entry(
              "report_since without began >= ?1 - 30000",
              "says where to look; the next condition decides"),
          entry("claim_put_back without seq between ? and ?", "a run lies in its range"),
          entry(
              "turn_come_all without state = 'waiting'",
              "a group without a job goes when it is looked at"),
          entry("meters_used without limit_id = ?1", "of the keys of others, none of it is in use"),
          entry("turn_number_set without queue = ?", "one number for all queues would do as well"),
          entry("turn_alive without asleep_until is null", LOOKED_AT),
          entry("turn_alive without since <= ?", LOOKED_AT),
          entry("turn_wake without queue = ?", LOOKED_AT),
          entry("turn_wake without asleep_until <= ?", LOOKED_AT),
          entry("turn_wake_keys without queue = ?", LOOKED_AT),
          entry("turn_wake_keys without priority in ('high', 'normal', 'low')", LOOKED_AT),
          entry("turn_wake_keys without key between ? and ?", LOOKED_AT),
          entry("turn_wake_keys without asleep_until is not null", LOOKED_AT),
          entry("turn_first without queue = ?1", A_HINT),
          entry("turn_first without priority = ?2", A_HINT),
          entry("turn_first without asleep_until is null", A_HINT),
          entry("turn_first without since > ?3", A_HINT),
          entry("turn_first without queue = ?1 #2", A_HINT),
          entry("turn_first without asleep_until is not null", A_HINT),
          entry("list without (?1 is null or state = ?1)", NARROWS),
          entry("list without (?2 is null or queue = ?2)", NARROWS),
          entry("list without (?3 is null or type = ?3)", NARROWS),
          entry("list_dead without (?1 is null or queue = ?1)", NARROWS),
          entry("list_dead without (?2 is null or type = ?2)", NARROWS),
          entry("list_dead without state = 'dead'", NARROWS));

  @Test
  void no_condition_can_be_dropped() throws Exception {
    List<SqlMutant> mutants =
        SqlMutant.in(
            Path.of("src/main/resources/dev/duly/sqlite"), name -> !name.matches("[VA]0.*"));
    assertThat(mutants).hasSizeGreaterThan(50);
    assertThat(Mutants.among(mutants, FOR_THEIR_COST.keySet()))
        .containsExactlyInAnyOrderElementsOf(FOR_THEIR_COST.keySet());
    List<SqlMutant> some = Mutants.sample(mutants, 24);
    Set<String> named = Mutants.among(some, FOR_THEIR_COST.keySet());
    assertThat(
            new Mutants<SqlMutant>(MutantKit.class, () -> {}, thread -> {})
                .survivorsOf(some, named))
        .isEqualTo(named);
  }

  /** The kit on the mutant of the moment. */
  static class MutantKit extends StoreKit {
    @Override
    protected BackendUnderTest open() {
      return new SqliteUnderTest(Mutants.current(SqlMutant.class));
    }
  }
}
