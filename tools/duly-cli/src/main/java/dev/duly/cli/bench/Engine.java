package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.nio.file.Path;
import java.util.Optional;

/** An engine to measure on: how to open our backend on it, and the bare loop of our statements. */
interface Engine {
  /** As it is named on the command line. */
  String name();

  /** What a commit waits for. */
  String durability();

  /** Where a store of its own lies in this folder; the same each time. */
  String store(Path folder);

  Backend open(String store);

  /**
   * The least the engine must do for these jobs: the same rows by the same statements, and no
   * product around it.
   */
  Contender bare(String store, Workload workload) throws Exception;

  /**
   * A transaction that was left open, which keeps the engine from removing what is dead until it is
   * closed; empty where that is not a thing that happens.
   */
  default Optional<AutoCloseable> pin(String store) throws Exception {
    return Optional.empty();
  }

  /** How many jobs are many for it. */
  default int manyWaiting() {
    return 1_000_000;
  }

  /** Whether several worker processes are what it is for. */
  default boolean isShared() {
    return false;
  }
}
