package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.DeadLetterException;
import dev.duly.JobName;
import dev.duly.examples.Observed.Metrics;
import dev.duly.examples.Observed.Tracer;
import dev.duly.examples.Observed.Tracing;
import dev.duly.jackson.JacksonCodec;
import dev.duly.testing.TestQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedTest {
  @JobName("mail")
  record Mail(String to) {}

  private final List<String> seen = new ArrayList<>();

  private final class Traced implements Tracer {
    @Override
    public String current() {
      return "trace-7";
    }

    @Override
    public Scope resume(String context, String name) {
      seen.add("begins " + name + " in " + context);
      return new Scope() {
        @Override
        public void failed(Throwable cause) {
          seen.add("failed of " + cause.getMessage());
        }

        @Override
        public void close() {
          seen.add("ends");
        }
      };
    }
  }

  @Test
  void a_trace_goes_on_in_the_handler_and_ends_are_counted() {
    Metrics metrics = new Metrics();
    try (TestQueue queue =
        TestQueue.create(
            JacksonCodec.standard(),
            duly -> duly.interceptor(new Tracing(new Traced())).listener(metrics))) {
      queue.handle(
          Mail.class,
          (mail, attempt) -> {
            seen.add("mails " + mail.to());
            if (mail.to().equals("bob")) {
              throw new DeadLetterException("no such address");
            }
          });
      queue.duly().enqueue(new Mail("ada"));
      queue.duly().enqueue(new Mail("bob"));

      queue.drain();
    }

    assertThat(seen)
        .containsExactly(
            "begins mail in trace-7",
            "mails ada",
            "ends",
            "begins mail in trace-7",
            "mails bob",
            "failed of no such address",
            "ends");
    assertThat(metrics.of("jobs.completed{type=mail}")).isEqualTo(1);
    assertThat(metrics.of("jobs.dead{type=mail}")).isEqualTo(1);
    assertThat(metrics.of("jobs.retried{type=mail}")).isZero();
  }
}
