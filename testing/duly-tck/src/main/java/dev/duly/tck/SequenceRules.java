package dev.duly.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Capabilities;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of 60 actions, or {@code -Dkit.actions=N}, done on the backend and on the
 * reference: after each, both must show the same. A failing sequence is shrunk before it is shown.
 * The same sequences each time, unless asked for others: {@code -Dkit.sequences=N -Dkit.seed=S}.
 */
abstract class SequenceRules {
  private static final int ACTIONS = Integer.getInteger("kit.actions", 60);
  private static final int SEQUENCES = Integer.getInteger("kit.sequences", 60);
  private static final long SEED = Long.getLong("kit.seed", 1);

  abstract BackendUnderTest open();

  @Test
  @Rule("any")
  void any_sequence_shows_what_the_reference_shows() {
    requireAlike(this::open, Action::next);
  }

  /** The same of the actions that concern groups and limits. */
  abstract static class OfLimits {
    abstract BackendUnderTest open();

    @Test
    @Rule("any")
    void any_actions_on_groups_and_limits_show_what_the_reference_shows() {
      try (BackendUnderTest bench = open()) {
        assumeTrue(bench.backend().rooms().limits().isPresent(), "not offered");
      }
      requireAlike(this::open, Action::nextLimited);
    }
  }

  private static void requireAlike(
      Supplier<BackendUnderTest> open, Function<SplittableRandom, Action> next) {
    for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Action> actions = Stream.generate(() -> next.apply(random)).limit(ACTIONS).toList();
      Optional<String> difference = difference(open, actions);
      if (difference.isPresent()) {
        List<Action> shrunk = shrink(open, actions);
        throw new AssertionError(
            "seed "
                + seed
                + ", shrunk to "
                + shrunk
                + "\n"
                + difference(open, shrunk).orElse("gone when shrunk: " + difference.get())
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

  /**
   * Sequences that failed once, shrunk, kept in {@code kept-sequences.txt} as they were shown:
   * {@code [ENQUEUE(17,3,250), CLAIM(4,0,9)]} in a line of its own, below a {@code #} that says
   * what it found.
   */
  static final class KeptSequences {
    private static final String FILE = "kept-sequences.txt";
    private static final Pattern ACTION = Pattern.compile("([A-Z_]+)\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Pattern LINE =
        Pattern.compile("\\[" + ACTION.pattern() + "(, " + ACTION.pattern() + ")*]");

    private KeptSequences() {}

    static List<List<Action>> all() {
      try (InputStream file = KeptSequences.class.getResourceAsStream(FILE)) {
        if (file == null) {
          throw new IllegalStateException("no " + FILE + " beside " + KeptSequences.class);
        }
        return new String(file.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(KeptSequences::read)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static List<Action> read(String line) {
      if (!LINE.matcher(line).matches()) {
        throw new IllegalArgumentException(FILE + ": not a sequence as the kit shows it: " + line);
      }
      Matcher action = ACTION.matcher(line);
      return Stream.generate(() -> action)
          .takeWhile(Matcher::find)
          .map(
              found ->
                  new Action(
                      Action.Kind.valueOf(found.group(1)),
                      Integer.parseInt(found.group(2)),
                      Integer.parseInt(found.group(3)),
                      Integer.parseInt(found.group(4))))
          .toList();
    }
  }
}
