package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import java.nio.file.Path;

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
}
