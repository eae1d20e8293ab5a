package dev.duly;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands around what an application does: around enqueueing, where it may add headers, and around
 * each handler, on the handler's own thread, where trace context, logging context and scopes are
 * set up and taken down. Interceptors stand in the order in which they were given, the first
 * outermost. Thread-safe.
 *
 * <pre>{@code
 * class Tracing implements Interceptor {
 *   public List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Enqueueing next) {
 *     return next.enqueue(jobs.stream().<NewJob<?, ?>>map(j -> j.header("trace", id())).toList());
 *   }
 *   public @Nullable Object run(Attempt attempt, Running next) throws Exception {
 *     try (var scope = open(attempt.headers().get("trace"))) {
 *       return next.run();
 *     }
 *   }
 * }
 * }</pre>
 */
public interface Interceptor {
  /** What comes after: other interceptors, then the store. */
  interface Enqueueing {
    List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs);
  }

  /** What comes after: other interceptors, then the handler. */
  interface Running {
    /** What the handler returns; null if nothing. */
    @Nullable Object run() throws Exception;
  }

  /**
   * Around an enqueue, of one job or a bulk, also within a transaction. The answers belong to the
   * jobs by their places: it must pass on as many as it was given, in their order.
   *
   * @param jobs payloads not yet encoded
   */
  default List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Enqueueing next) {
    return next.enqueue(jobs);
  }

  /**
   * Around a handler. What it throws is what the attempt ends with.
   *
   * @return what {@code next} returned, or something else that is the result then
   */
  default @Nullable Object run(Attempt attempt, Running next) throws Exception {
    return next.run();
  }
}
