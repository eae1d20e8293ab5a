package dev.duly.sql;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Every condition in every statement is needed: dropped, the kit turns red. A condition that is
 * there for its cost alone is named below with its reason, and must survive, or the reason is
 * wrong.
 */
class SqlMutantsTest {
  private static final String NARROWS = "narrows down what is read; the query itself decides";
  private static final String A_HINT = "a hint when to look again: too early is harmless";
  private static final Map<String, String> FOR_THEIR_COST =
      Map.ofEntries(
          entry(
              "claim_end without token = ?",
              "rows that are not open are deleted at once: no other is there"),
          entry("claim_held without seq between ? and ?", "a run lies in its range"),
          entry("settled without seq between ? and ?", "a run lies in its range"),
          entry("next_due without lane = ?", A_HINT),
          entry("next_due without state = 'waiting'", A_HINT),
          entry(
              "lane_change_all without state = 'waiting'",
              "behind a gate nothing runs, and what has ended may lie in any lane"),
          entry("list without (?1 is null or state = ?1)", NARROWS),
          entry("list without (?2 is null or queue = ?2)", NARROWS),
          entry("list without (?3 is null or type = ?3)", NARROWS),
          entry("list_dead without (?1 is null or queue = ?1)", NARROWS),
          entry("list_dead without (?2 is null or type = ?2)", NARROWS),
          entry("list_dead without state = 'dead'", NARROWS));

  private static @Nullable SqlMutant current;

  @Test
  void no_condition_can_be_dropped() throws Exception {
    Set<String> survivors = new TreeSet<>();
    List<SqlMutant> mutants = mutants();
    for (SqlMutant mutant : mutants) {
      Optional<String> killer = killer(mutant);
      if (killer.isEmpty()) {
        survivors.add(mutant.toString());
      } else if (FOR_THEIR_COST.containsKey(mutant.toString())) {
        System.out.println(mutant + " was killed by " + killer.get());
      }
    }

    System.out.printf("%d mutants, %d for their cost%n", mutants.size(), FOR_THEIR_COST.size());
    assertThat(mutants).hasSizeGreaterThan(50);
    assertThat(survivors).isEqualTo(new TreeMap<>(FOR_THEIR_COST).keySet());
  }

  private static List<SqlMutant> mutants() throws IOException {
    List<SqlMutant> mutants = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/duly/sql/sqlite"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".sql", "");
        if (!name.startsWith("V0")) {
          mutants.addAll(SqlMutant.of(name));
        }
      }
    }
    return mutants;
  }

  /** Runs the kit until its first failure, and says which that was. */
  private static Optional<String> killer(SqlMutant mutant) {
    current = mutant;
    CancellationToken enough = CancellationToken.create();
    FirstFailure failure = new FirstFailure(enough);
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(
                    LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(MutantKit.class))
                        .filters((PostDiscoveryFilter) SqlMutantsTest::isCertain)
                        .build())
                .cancellationToken(enough)
                .listeners(failure)
                .build());
    assertThat(failure.ran).as("tests that ran").isPositive();
    return Optional.ofNullable(failure.seen);
  }

  /** Random sequences find much, but not the same each time. */
  private static FilterResult isCertain(TestDescriptor test) {
    return FilterResult.includedIf(!test.getUniqueId().toString().contains("Sequences"));
  }

  private static final class FirstFailure implements TestExecutionListener {
    private final CancellationToken enough;
    private @Nullable String seen;
    private int ran;

    FirstFailure(CancellationToken enough) {
      this.enough = enough;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        ran++;
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          seen = test.getUniqueId() + ": " + result.getThrowable().orElse(null);
          enough.cancel();
        }
      }
    }
  }

  /** The kit on the mutant of the moment. */
  static class MutantKit extends BackendKit {
    @Override
    protected Bench open() {
      return new SqliteBench(current);
    }
  }
}
