package dev.duly.sql.postgres;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.sql.Mutants;
import dev.duly.sql.SqlMutant;
import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every condition in every statement and in the claiming function is needed: dropped, the kit turns
 * red. A condition that is there for its cost alone is named below with its reason, and must
 * survive, or the reason is wrong.
 */
class PostgresMutantsTest {
  private static final String FUNCTIONS = "V002__claim";
  private static final List<String> NO_PART_OF_A_JOBS_PATH =
      List.of("V001__jobs", "schema", "shape_of", "pins", "overdue", "notify", "tally_up");
  private static final Map<String, String> FOR_THEIR_COST = Map.ofEntries(entry("none", "yet"));

  private static @Nullable SqlMutant current;

  @Test
  void no_condition_can_be_dropped() throws Exception {
    List<SqlMutant> mutants =
        Mutants.of(
            Path.of("src/main/resources/dev/duly/sql/postgres"),
            name -> !NO_PART_OF_A_JOBS_PATH.contains(name));
    assertThat(mutants).hasSizeGreaterThan(50);
    assertThat(
            new Mutants(MutantKit.class, PostgresMutantsTest::set)
                .survivorsOf(mutants, FOR_THEIR_COST.keySet()))
        .isEqualTo(new TreeMap<>(FOR_THEIR_COST).keySet());
  }

  private static void set(SqlMutant mutant) {
    boolean wasFunction = current != null && current.statement().equals(FUNCTIONS);
    boolean isFunction = mutant.statement().equals(FUNCTIONS);
    current = mutant;
    if (isFunction || wasFunction) {
      PostgresBench.replace(isFunction ? mutant.text() : new Statements().text(FUNCTIONS));
    }
  }

  @AfterAll
  static void putBack() {
    PostgresBench.replace(new Statements().text(FUNCTIONS));
  }

  /** The kit on the mutant of the moment. */
  static class MutantKit extends BackendKit {
    @Override
    protected Bench open() {
      return new PostgresBench(current);
    }
  }
}
