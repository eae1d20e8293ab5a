package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.lab.server.PrivateRabbit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What runs, on a node whose management plugin is enabled, and on one where it does not answer. */
@Tag("server")
@ResourceLock(RabbitUnderTest.NODE)
class ManagementApiTest {
  private static final PrivateRabbit NODE = RabbitUnderTest.One.NODE;
  private static final URI ADDRESS = NODE.management();

  private static RabbitBackend backend(String user, String prefix, Object api) {
    return RabbitBackend.url(
        "amqp://%s@127.0.0.1:%d?prefix=%s&management=%s".formatted(user, NODE.port(), prefix, api));
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "default", Payload.json("1"));
  }

  /** What is told in the end: the node counts twice a second. */
  private static OptionalLong runningInTheEnd(Backend backend, long expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      OptionalLong running = gauge(backend).running();
      if (running.equals(OptionalLong.of(expected)) || System.nanoTime() > end) {
        return running;
      }
    }
  }

  private static Gauge gauge(Backend backend) {
    List<Gauge> gauges = gauges(backend).queues();
    assertThat(gauges).hasSize(1);
    return gauges.get(0);
  }

  private static Gauges gauges(Backend backend) {
    return backend.rooms().gauges().orElseThrow();
  }

  @Test
  void what_workers_have_claimed_is_told() {
    try (RabbitBackend backend = backend("guest:guest", "managed", ADDRESS);
        Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      backend.enqueue(List.of(job("a"), job("b").withPriority(Priority.HIGH)));
      Claim first = claim(session);
      Claim second = claim(session);

      assertThat(runningInTheEnd(backend, 2)).hasValue(2);
      assertThat(gauge(backend).isDrained()).isFalse();

      session.settle(
          List.of(new Settlement.Complete(first), new Settlement.Complete(second)), List.of());
      assertThat(runningInTheEnd(backend, 0)).hasValue(0);
      assertThat(gauge(backend).isDrained()).isTrue();
      assertThat(gauges(backend).health())
          .contains(HealthIssue.ok("the management API at " + ADDRESS + " tells what runs"));
    }
  }

  private static Claim claim(Session session) {
    return session.claim(List.of(new Demand("default", 1)), Duration.ofSeconds(10)).claims().get(0);
  }

  @Test
  void where_it_does_not_answer_the_rest_is_told_and_doctor_says_so() {
    try (RabbitBackend backend = backend("guest:guest", "silent", "http://127.0.0.1:1")) {
      backend.enqueue(List.of(job("a")));

      assertThat(gauge(backend).due()).hasValue(1);
      assertThat(gauge(backend).running()).isEmpty();
      assertWarned(backend, "http://127.0.0.1:1 does not tell what runs");
    }
  }

  @Test
  void a_user_without_its_tag_is_told_which() throws IOException {
    RabbitUnderTest.One.addUser("mona", ".*");
    try (RabbitBackend backend = backend("mona:secret", "untagged", ADDRESS)) {
      assertWarned(backend, "user mona may not read it");
    }
  }

  private static void assertWarned(Backend backend, String words) {
    assertThat(gauges(backend).health())
        .filteredOn(issue -> issue.level() == HealthIssue.Level.WARNING)
        .singleElement()
        .satisfies(issue -> assertThat(issue.text()).contains(words))
        .satisfies(issue -> assertThat(issue.remedy()).contains("set_user_tags"));
  }

  @Test
  void an_address_that_is_none_is_refused() {
    for (String text : List.of("15672", "ftp://h", "http://u:p@h", "http://h?x", "http://h h")) {
      assertThatThrownBy(() -> backend("guest:guest", "p", text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("management must be http://host:port or https://host:port")
          .hasMessageContaining(text);
    }
  }
}
