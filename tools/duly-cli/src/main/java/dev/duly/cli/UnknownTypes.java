package dev.duly.cli;

import dev.duly.ClaimEnd;
import dev.duly.JobListener;
import dev.duly.job.DurationText;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/** Tells once of each type whose jobs came and for which no command is given. Thread-safe. */
final class UnknownTypes implements JobListener {
  private final Set<String> known;
  private final PrintStream err;
  // Guarded by this.
  private final Set<String> told = new HashSet<>();

  UnknownTypes(Set<String> known, PrintStream err) {
    this.known = Set.copyOf(known);
    this.err = err;
  }

  @Override
  public synchronized void settled(ClaimEnd end) {
    String type = end.job().type();
    if (end.kind() == ClaimEnd.Kind.RELEASED && !known.contains(type) && told.add(type)) {
      err.println(
          "no --exec for jobs of type "
              + type
              + ": they wait for a worker that has it; "
              + end.job().id()
              + " is due again in "
              + DurationText.of(end.delay().orElseThrow().truncatedTo(ChronoUnit.SECONDS)));
    }
  }
}
