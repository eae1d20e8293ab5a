package dev.duly;

import org.jspecify.annotations.Nullable;

/**
 * Does a job. Returning is success, throwing is failure; at least once, so it must bear being run
 * again.
 */
@FunctionalInterface
public interface Handler<P> {
  void handle(P payload, Attempt attempt) throws Exception;

  /** The form whose result is kept with the job. */
  @FunctionalInterface
  interface Computing<P, R> {
    @Nullable R handle(P payload, Attempt attempt) throws Exception;
  }
}
