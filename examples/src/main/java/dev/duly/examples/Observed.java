package dev.duly.examples;

import dev.duly.Attempt;
import dev.duly.ClaimEnd;
import dev.duly.Interceptor;
import dev.duly.JobHandle;
import dev.duly.JobListener;
import dev.duly.NewJob;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Traces, logging context and metrics: what stands around jobs, and what hears how they end. */
public final class Observed {
  private Observed() {}

  /** A tracer, such as OpenTelemetry's. */
  public interface Tracer {
    /** The context of the calling thread, as it travels: {@code 00-4bf92f…-01}. */
    String current();

    /** Goes on with that context on the calling thread, until it is closed. */
    Scope resume(String context, String name);

    /** Ends what was begun. */
    interface Scope extends AutoCloseable {
      void failed(Throwable cause);

      @Override
      void close();
    }
  }

  /** The trace of who enqueues goes with the job, and goes on around its handler. */
  public static final class Tracing implements Interceptor {
    private final Tracer tracer;

    public Tracing(Tracer tracer) {
      this.tracer = tracer;
    }

    @Override
    public List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Enqueueing next) {
      String context = tracer.current();
      return next.enqueue(
          jobs.stream().<NewJob<?, ?>>map(job -> job.header("traceparent", context)).toList());
    }

    @Override
    public @Nullable Object run(Attempt attempt, Running next) throws Exception {
      String context = attempt.headers().getOrDefault("traceparent", "");
      try (Tracer.Scope scope = tracer.resume(context, attempt.job().type())) {
        try {
          return next.run();
        } catch (Exception e) {
          scope.failed(e);
          throw e;
        }
      }
    }
  }

  /** Counts how jobs end, by type: what a metrics library is told. */
  public static final class Metrics implements JobListener {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void settled(ClaimEnd end) {
      String kind = end.kind().name().toLowerCase(java.util.Locale.ROOT);
      count("jobs." + kind + "{type=" + end.job().type() + "}");
    }

    @Override
    public void unfit(String worker, String why) {
      count("workers.unfit");
    }

    private void count(String name) {
      counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    public long of(String name) {
      return counts.getOrDefault(name, new LongAdder()).sum();
    }
  }
}
