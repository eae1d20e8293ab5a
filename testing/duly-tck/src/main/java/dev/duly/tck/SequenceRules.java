package dev.duly.tck;

import dev.duly.backend.Capabilities;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of 60 actions, done on the backend and on the reference: after each, both must
 * show the same. A failing sequence is shrunk before it is shown. The same sequences each time,
 * unless asked for others: {@code -Dkit.sequences=N -Dkit.seed=S}.
 */
abstract class SequenceRules {
  private static final int ACTIONS = 60;
  private static final int SEQUENCES = Integer.getInteger("kit.sequences", 60);
  private static final long SEED = Long.getLong("kit.seed", 1);

  abstract BackendUnderTest open();

  @Test
  @Rule("any")
  void any_sequence_shows_what_the_reference_shows() {
    for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Action> actions = Stream.generate(() -> Action.next(random)).limit(ACTIONS).toList();
      Optional<String> difference = difference(this::open, actions);
      if (difference.isPresent()) {
        List<Action> shrunk = shrink(this::open, actions);
        throw new AssertionError(
            "seed "
                + seed
                + ", shrunk to "
                + shrunk
                + "\n"
                + difference(this::open, shrunk).orElse("gone when shrunk: " + difference.get())
                + "\nMended? Keep the shrunk line in kept-sequences.txt.");
      }
    }
  }

  @Test
  @Rule("any")
  void sequences_that_failed_once_show_what_the_reference_shows() {
    for (List<Action> kept : KeptSequences.all()) {
      difference(this::open, kept)
          .ifPresent(
              difference -> {
                throw new AssertionError("kept sequence " + kept + "\n" + difference);
              });
    }
  }

  /** Where the two first differ; empty if they never do. */
  static Optional<String> difference(Supplier<BackendUnderTest> open, List<Action> actions) {
    BackendUnderTest bench = open.get();
    Capabilities offered = bench.backend().capabilities();
    try (Actor reference = new Actor(new ReferenceUnderTest(), offered);
        Actor tested = new Actor(bench, offered)) {
      for (Action action : actions) {
        String expected = reference.act(action);
        String actual = tested.act(action);
        if (!expected.equals(actual)) {
          return Optional.of(
              action
                  + "\n--- the reference shows\n"
                  + expected
                  + "\n--- this backend shows\n"
                  + actual);
        }
      }
      tested.check();
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of("an exception: " + e);
    }
  }

  /** Takes out whatever can be taken out while the difference stays. */
  static List<Action> shrink(Supplier<BackendUnderTest> open, List<Action> actions) {
    List<Action> best = new ArrayList<>(actions);
    for (int chunk = best.size() / 2; chunk >= 1; chunk /= 2) {
      for (int from = 0; from + chunk <= best.size(); ) {
        List<Action> without = new ArrayList<>(best);
        without.subList(from, from + chunk).clear();
        if (difference(open, without).isPresent()) {
          best = without;
        } else {
          from += chunk;
        }
      }
    }
    return best;
  }
}
