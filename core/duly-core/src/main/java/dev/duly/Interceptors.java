package dev.duly;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of interceptors, the first outermost. Thread-safe. */
final class Interceptors {
  private final List<Interceptor> chain;

  Interceptors(List<Interceptor> chain) {
    this.chain = List.copyOf(chain);
  }

  List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Interceptor.Enqueueing store) {
    return chain.isEmpty() ? store.enqueue(jobs) : enqueue(0, jobs, store);
  }

  private List<JobHandle<?>> enqueue(
      int from, List<NewJob<?, ?>> jobs, Interceptor.Enqueueing store) {
    if (from == chain.size()) {
      return store.enqueue(jobs);
    }
    Interceptor interceptor = chain.get(from);
    return interceptor.enqueue(
        jobs,
        passedOn -> {
          if (passedOn.size() != jobs.size()) {
            throw new IllegalStateException(
                interceptor.getClass().getName()
                    + " was given "
                    + jobs.size()
                    + " jobs and passed on "
                    + passedOn.size()
                    + ": it must pass on as many");
          }
          return enqueue(from + 1, passedOn, store);
        });
  }

  @Nullable Object run(Attempt attempt, Interceptor.Running handler) throws Exception {
    return chain.isEmpty() ? handler.run() : run(0, attempt, handler);
  }

  private @Nullable Object run(int from, Attempt attempt, Interceptor.Running handler)
      throws Exception {
    return from == chain.size()
        ? handler.run()
        : chain.get(from).run(attempt, () -> run(from + 1, attempt, handler));
  }
}
