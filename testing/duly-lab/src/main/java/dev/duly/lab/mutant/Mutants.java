package dev.duly.lab.mutant;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
 * which of them it does not notice. A kit asks for the mutant of its thread. A test that has run
 * for a minute has noticed its mutant: it is left behind, and another thread goes on.
 */
public final class Mutants<M> {
  private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();

  private final Class<?> kit;
  private final Runnable begins;
  private final Consumer<Thread> endless;

  /**
   * Runs a kit.
   *
   * @param begins runs on a mutant's thread before its kit does
   * @param endless gets a thread that is left behind, to take from it what keeps it running
   */
  public Mutants(Class<?> kit, Runnable begins, Consumer<Thread> endless) {
    this.kit = kit;
    this.begins = begins;
    this.endless = endless;
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
    Set<String> survivors = new TreeSet<>();
    ExecutorService pool = Executors.newCachedThreadPool(Mutants::daemon);
    Deque<M> left = new ArrayDeque<>(mutants);
    List<Trial<M>> running = new ArrayList<>();
    while (!left.isEmpty() || !running.isEmpty()) {
      while (!left.isEmpty() && running.size() < Runtime.getRuntime().availableProcessors()) {
        M mutant = left.remove();
        FirstFailure failure = new FirstFailure();
        running.add(new Trial<>(mutant, failure, pool.submit(() -> run(mutant, failure))));
      }
      for (Trial<M> trial : running.stream().filter(Trial::isOver).toList()) {
        running.remove(trial);
        Optional<String> killer = killer(trial);
        if (killer.isEmpty()) {
          System.out.println("survives: " + trial.mutant);
          survivors.add(trial.mutant.toString());
        } else if (expected.contains(trial.mutant.toString())) {
          System.out.println(trial.mutant + " was killed by " + killer.get());
        }
      }
      MILLISECONDS.sleep(20);
    }
    pool.shutdown();
    System.out.printf("%d mutants, %d for their cost%n", mutants.size(), expected.size());
    return survivors;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  /** The first test that failed, or that does not end. */
  private Optional<String> killer(Trial<M> trial) throws Exception {
    if (trial.run.isDone()) {
      trial.run.get();
      return Optional.ofNullable(trial.failure.seen);
    }
    System.out.println("does not end: " + trial.mutant);
    trial.failure.enough.cancel();
    endless.accept(trial.failure.thread);
    trial.failure.thread.interrupt();
    return Optional.of(trial.failure.test + " did not end");
  }

  /** Runs the kit until its first failure. */
  private void run(M mutant, FirstFailure failure) {
    CURRENT.set(mutant);
    begins.run();
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(
                    LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(kit))
                        .filters((PostDiscoveryFilter) Mutants::isCertain)
                        .build())
                .cancellationToken(failure.enough)
                .listeners(failure)
                .build());
    assertThat(failure.ran).as("tests that ran").isPositive();
  }

  /** Random sequences find much, but not the same each time. */
  private static FilterResult isCertain(TestDescriptor test) {
    return FilterResult.includedIf(!test.getUniqueId().toString().contains("Sequences"));
  }

  /** The kit on a mutant. */
  private record Trial<M>(M mutant, FirstFailure failure, Future<?> run) {
    private boolean isOver() {
      return run.isDone() || failure.isEndless();
    }
  }

  private static final class FirstFailure implements TestExecutionListener {
    private static final long LONG_ENOUGH = MINUTES.toNanos(1);

    private final CancellationToken enough = CancellationToken.create();
    private @Nullable String seen;
    private int ran;
    private long began;
    private Thread thread = Thread.currentThread();
    private volatile @Nullable String test;

    @Override
    public void executionStarted(TestIdentifier identifier) {
      if (identifier.isTest()) {
        began = System.nanoTime();
        thread = Thread.currentThread();
        test = identifier.getUniqueId();
      }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      if (identifier.isTest()) {
        test = null;
        ran++;
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          seen = identifier.getUniqueId() + ": " + result.getThrowable().orElse(null);
          enough.cancel();
        }
      }
    }

    private boolean isEndless() {
      return test != null && System.nanoTime() - began > LONG_ENOUGH;
    }
  }
}
