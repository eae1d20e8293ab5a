package dev.duly.lab.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
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
 * Runs a kit on one mutant after the other, on as many threads as there are processors, and sees
 * which of them it does not notice. A kit asks for the mutant of its thread.
 */
public final class Mutants<M> {
  private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();

  private final Class<?> kit;
  private final Runnable begins;

  /**
   * Runs a kit.
   *
   * @param begins runs on a mutant's thread before its kit does
   */
  public Mutants(Class<?> kit, Runnable begins) {
    this.kit = kit;
    this.begins = begins;
  }

  /**
   * One in n of them, or in {@code -Dmutants.every=N}: all take long. Another sample in each run;
   * {@code -Dmutants.seed=S} repeats one. With {@code -Dmutants.of=find,attempts} all of these
   * statements, and no others.
   *
   * @param usually n, if nothing is said
   */
  public static <M> List<M> sample(List<M> mutants, int usually) {
    List<String> statements = List.of(System.getProperty("mutants.of", "").split(",", -1));
    if (!statements.equals(List.of(""))) {
      return mutants.stream()
          .filter(mutant -> statements.contains(mutant.toString().split(" ", -1)[0]))
          .toList();
    }
    int every = Integer.getInteger("mutants.every", usually);
    long seed = Long.getLong("mutants.seed", System.nanoTime());
    List<M> shuffled = new ArrayList<>(mutants);
    Collections.shuffle(shuffled, new Random(seed));
    System.out.printf("1 of %d mutants (-Dmutants.seed=%d)%n", every, seed);
    return shuffled.subList(0, (mutants.size() + every - 1) / every);
  }

  /** Those of these names that are among them. */
  public static <M> Set<String> among(List<M> mutants, Set<String> names) {
    Set<String> found = new TreeSet<>(names);
    found.retainAll(mutants.stream().map(M::toString).toList());
    return found;
  }

  /** The one of this thread. */
  public static <M> M current(Class<M> type) {
    return type.cast(CURRENT.get());
  }

  /**
   * Those that no test noticed.
   *
   * @param expected of which it is said when one is noticed after all
   */
  public Set<String> survivorsOf(List<M> mutants, Set<String> expected) throws Exception {
    Set<String> survivors = new ConcurrentSkipListSet<>();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<?>> runs = new ArrayList<>();
    for (M mutant : mutants) {
      runs.add(
          pool.submit(
              () -> {
                Optional<String> killer = killer(mutant);
                if (killer.isEmpty()) {
                  System.out.println("survives: " + mutant);
                  survivors.add(mutant.toString());
                } else if (expected.contains(mutant.toString())) {
                  System.out.println(mutant + " was killed by " + killer.get());
                }
              }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
    pool.shutdown();
    System.out.printf("%d mutants, %d for their cost%n", mutants.size(), expected.size());
    return survivors;
  }

  /** Runs the kit until its first failure, and says which that was. */
  private Optional<String> killer(M mutant) {
    CURRENT.set(mutant);
    begins.run();
    CancellationToken enough = CancellationToken.create();
    FirstFailure failure = new FirstFailure(enough);
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(
                    LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(kit))
                        .filters((PostDiscoveryFilter) Mutants::isCertain)
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
}
