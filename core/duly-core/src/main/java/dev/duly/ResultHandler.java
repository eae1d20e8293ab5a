package dev.duly;

import org.jspecify.annotations.Nullable;

/**
 * Runs a job and returns a result, which is kept with it; null keeps none. As with a {@link
 * Handler}, a job may run more than once, so it must be idempotent.
 */
@FunctionalInterface
public interface ResultHandler<P, R> {
  @Nullable R handle(P payload, Attempt attempt) throws Exception;
}
