package dev.duly.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person says so that an act is done to everything that a query finds. */
final class Consent {
  @Option(names = "--yes", description = "apply to every match of the query without asking")
  boolean yes;

  @Option(
      names = "--expect",
      paramLabel = "N",
      description = "do it only if the query finds exactly so many jobs")
  @Nullable Long expect;
}
