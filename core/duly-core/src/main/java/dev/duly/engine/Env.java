package dev.duly.engine;

import dev.duly.job.JobId;
import dev.duly.job.JobIds;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the engine takes from its surroundings, so that it also runs where these are simulated.
 *
 * @param nanoTime monotonic, in nanoseconds
 * @param random 0 inclusive to 1 exclusive
 * @param ids never the same twice
 */
public record Env(
    LongSupplier nanoTime, DoubleSupplier random, Supplier<JobId> ids, Threads threads) {
  /** The real ones. */
  public static Env system() {
    return new Env(
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble(),
        new JobIds(InstantSource.system())::next,
        Threads.system());
  }
}
