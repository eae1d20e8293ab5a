package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.Job;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands around enqueues and handlers, and what hears how jobs end. */
class InterceptorTest {
  private static final JobType<Payload, Payload> WORK =
      JobType.raw("work").returning(Payload.class);

  private final List<String> seen = new ArrayList<>();

  /** Writes down what it sees, and adds a header. */
  private final class Tracing implements Interceptor {
    private final String name;

    Tracing(String name) {
      this.name = name;
    }

    @Override
    public List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Enqueueing next) {
      seen.add(name + " enqueues " + jobs.size());
      return next.enqueue(jobs.stream().<NewJob<?, ?>>map(job -> job.header("by", name)).toList());
    }

    @Override
    public @Nullable Object run(Attempt attempt, Running next) throws Exception {
      seen.add(name + " begins " + attempt.headers().get("by"));
      try {
        return next.run();
      } catch (IOException e) {
        seen.add(name + " saw " + e.getMessage());
        throw e;
      } finally {
        seen.add(name + " ends");
      }
    }
  }

  private final class Hearing implements JobListener {
    @Override
    public void claimed(Job job, String worker) {
      seen.add("claimed by " + worker);
    }

    @Override
    public void settled(ClaimEnd end) {
      seen.add(
          end.kind()
              + " "
              + end.ran().isPresent()
              + " "
              + end.delay().isPresent()
              + " "
              + end.cause().map(Throwable::getMessage).orElse("-"));
    }
  }

  private Duly duly(Duly.Builder builder) {
    return builder.backend(new InMemoryBackend()).codec(Codec.RAW).build();
  }

  private void runAll(Duly duly, ResultHandler<Payload, Payload> handler) {
    try (ManualWorker worker =
        duly.worker().name("w").queue("default", 1).compute(WORK, handler).manual()) {
      while (worker.runNext().isPresent()) {
        // until nothing is due
      }
    }
  }

  @Test
  void interceptors_stand_around_enqueue_and_handler_the_first_outermost() {
    try (Duly duly =
        duly(Duly.builder().interceptor(new Tracing("one")).interceptor(new Tracing("two")))) {
      JobHandle<Payload> job = duly.enqueue(WORK, Payload.json("1"));
      runAll(
          duly,
          (payload, attempt) -> {
            seen.add("handles");
            return payload;
          });

      assertThat(seen)
          .containsExactly(
              "one enqueues 1",
              "two enqueues 1",
              "one begins two",
              "two begins two",
              "handles",
              "two ends",
              "one ends");
      assertThat(duly.jobs().find(job.ref()).orElseThrow().result()).contains(Payload.json("1"));
    }
  }

  @Test
  void what_a_handler_throws_passes_them_and_is_what_the_attempt_ends_with() {
    try (Duly duly = duly(Duly.builder().interceptor(new Tracing("one")).listener(new Hearing()))) {
      duly.enqueue(NewJob.of(WORK, Payload.none()).maxAttempts(1));
      runAll(
          duly,
          (payload, attempt) -> {
            throw new IOException("no route");
          });

      assertThat(seen)
          .containsExactly(
              "one enqueues 1",
              "claimed by w",
              "one begins one",
              "one saw no route",
              "one ends",
              "DEAD true false no route");
    }
  }

  /** As Kotlin and others throw checked exceptions. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }

  @Test
  void listeners_hear_each_end_and_one_that_throws_harms_nothing() {
    try (Duly duly =
        duly(
            Duly.builder()
                .listener(
                    new JobListener() {
                      @Override
                      public void settled(ClaimEnd end) {
                        throw new AssertionError("a bad listener");
                      }

                      @Override
                      public void claimed(Job job, String worker) {
                        throw InterceptorTest.<RuntimeException>unchecked(new IOException("worse"));
                      }
                    })
                .listener(new Hearing()))) {
      duly.enqueue(WORK, Payload.none());
      runAll(
          duly,
          (payload, attempt) -> {
            if (seen.size() == 1) {
              throw new SnoozeException(Duration.ZERO);
            } else if (seen.size() == 3) {
              throw new RetryAfterException(Duration.ZERO);
            }
            return null;
          });

      assertThat(seen)
          .containsExactly(
              "claimed by w",
              "RELEASED true true snoozed for PT0S",
              "claimed by w",
              "RELEASED true true told to come back after PT0S",
              "claimed by w",
              "COMPLETED true false -");
    }
  }

  @Test
  void an_interceptor_that_loses_a_job_of_a_bulk_is_told_so() {
    try (Duly duly =
        duly(
            Duly.builder()
                .interceptor(
                    new Interceptor() {
                      @Override
                      public List<JobHandle<?>> enqueue(List<NewJob<?, ?>> jobs, Enqueueing next) {
                        return next.enqueue(jobs.subList(1, jobs.size()));
                      }
                    }))) {
      assertThatThrownBy(() -> duly.enqueue(WORK, Payload.none()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was given 1 jobs and passed on 0");
      assertThat(duly.jobs().list("", 5)).isEmpty();
    }
  }
}
