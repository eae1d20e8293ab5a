package dev.duly.engine;

import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.RunEnd;

/**
 * What an engine runs: the port between the engine, which knows claims, leases and threads, and the
 * API, which knows what the jobs mean. Thread-safe.
 */
public interface Work {
  /** Whether it can run jobs of this type; the others are parked. */
  boolean knows(String type);

  /** What errors mean for jobs of this type; asked for types that it knows. */
  ErrorPolicy errors(String type);

  /**
   * Runs an attempt of a type that it knows, on the calling thread, and says how it ended. It calls
   * {@link RunningClaim#begin} before it does anything that must not be done by two workers at
   * once, and returns {@link RunEnd.NotBegun} if that says no. It throws nothing: what it throws is
   * a bug, and the job comes back when its lease has ended.
   */
  RunEnd run(RunningClaim running);
}
