package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.lab.server.PrivateRabbit;
import dev.duly.tck.bench.Foreign;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What goes wrong on a node, and what is said and done about it. */
@Tag("server")
@ResourceLock(RabbitUnderTest.NODE)
class RabbitErrorsTest {
  private static final PrivateRabbit NODE = RabbitUnderTest.One.NODE;
  private static final Failure BOOM = Failure.of("E", "boom");

  private static String url(String user, String rest) {
    return "amqp://" + user + "@127.0.0.1:" + NODE.port() + rest;
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "default", Payload.json("1"));
  }

  private static List<Claim> claim(Session session, int max) {
    List<Claim> claims = new ArrayList<>();
    long end = System.nanoTime() + 5_000_000_000L;
    while (claims.size() < max && System.nanoTime() < end) {
      Demand demand = new Demand("default", max - claims.size());
      claims.addAll(session.claim(List.of(demand), Duration.ofMillis(200)).claims());
    }
    return claims;
  }

  private static Session session(Backend backend) {
    return backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {});
  }

  @Test
  void a_wrong_password_and_a_vhost_that_is_missing_are_told_with_what_to_do() {
    assertThatThrownBy(() -> RabbitBackend.url(url("guest:wrong", "")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("user guest or its password was refused")
        .hasMessageContaining("rabbitmqctl change_password guest PASSWORD")
        .hasMessageNotContaining("wrong");
    assertThatThrownBy(() -> RabbitBackend.url(url("guest:guest", "/shop")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("there is no vhost shop. Make it: rabbitmqctl add_vhost shop");
    assertThatThrownBy(() -> RabbitBackend.url("amqp://127.0.0.1:1"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("Is the node running?");
  }

  @Test
  void a_user_without_the_right_to_declare_uses_what_is_there() throws IOException {
    RabbitUnderTest.One.addUser("ana", "");

    assertThatThrownBy(() -> RabbitBackend.url(url("ana:secret", "?prefix=rights")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("'rights.dead'")
        .hasMessageContaining("rabbitmqctl set_permissions -p / ana");

    try (Backend guest = RabbitBackend.url(url("guest:guest", "?prefix=rights"))) {
      guest.enqueue(List.of(job("a")));
    }
    try (Backend ana = RabbitBackend.url(url("ana:secret", "?prefix=rights"))) {
      assertThat(ana.enqueue(List.of(job("b")))).hasSize(1);
    }
  }

  @Test
  void a_queue_that_was_declared_otherwise_is_refused_and_left_as_it_is() {
    try (RabbitUnderTest bench = new RabbitUnderTest()) {
      String name = bench.names().jobs("default", Priority.NORMAL);
      bench.on(channel -> channel.queueDeclare(name, true, false, false, Map.of()));

      assertThatThrownBy(() -> bench.backend().enqueue(List.of(job("a"))))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("inequivalent arg 'x-queue-type'")
          .hasMessageContaining("Another program has declared it otherwise");

      assertThat(bench.backend().rooms().gauges().orElseThrow().health())
          .filteredOn(issue -> issue.level() == HealthIssue.Level.ERROR)
          .singleElement()
          .satisfies(issue -> assertThat(issue.text()).contains(name));
      bench.on(channel -> channel.queueDeclare(name, true, false, false, Map.of()));
    }
  }

  /** Publishing and acknowledging in one transaction of AMQP loses it here. */
  @Test
  void a_retry_into_a_full_queue_loses_nothing() throws IOException {
    try (RabbitUnderTest bench = new RabbitUnderTest()) {
      Backend backend = bench.backend();
      try (Session session = session(backend)) {
        backend.enqueue(List.of(job("a")));
        List<Claim> claims = claim(session, 1);
        String policy = "/policies/%2F/full-" + bench.names().prefix();
        RabbitUnderTest.One.API.put(
            policy, fullAtTwo(bench.names().jobs("default", Priority.NORMAL)));
        int filled = fill(backend);

        Retry retry = new Retry(claims.get(0), Duration.ZERO, BOOM);
        assertThat(session.settle(List.of(retry), List.of()).outcomes())
            .containsExactly(Outcome.UNKNOWN);

        List<Claim> room = claim(session, 1);
        session.settle(List.of(new Complete(room.get(0))), List.of());
        assertThat(settleUntilKnown(session, retry)).isEqualTo(Outcome.ACCEPTED);
        RabbitUnderTest.One.API.delete(policy);
        assertThat(claim(session, filled)).extracting(c -> c.job().id().value()).contains("a");
      }
    }
  }

  private static String fullAtTwo(String queue) {
    return """
        {"pattern": "^%s$", "apply-to": "queues",
         "definition": {"max-length": 2, "overflow": "reject-publish"}}
        """
        .formatted(queue.replace(".", "\\\\."));
  }

  /** As a worker does: what is unknown is sent again. */
  private static Outcome settleUntilKnown(Session session, Settlement done) {
    long end = System.nanoTime() + 5_000_000_000L;
    while (true) {
      Outcome outcome = session.settle(List.of(done), List.of()).outcomes().get(0);
      if (outcome != Outcome.UNKNOWN || System.nanoTime() > end) {
        return outcome;
      }
      session.claim(List.of(), Duration.ofMillis(20));
    }
  }

  /** How many it took. */
  private static int fill(Backend backend) {
    for (int i = 0; i < 100; i++) {
      try {
        backend.enqueue(List.of(job("more-" + i)));
      } catch (BackendException e) {
        assertThat(e.kind()).isEqualTo(BackendException.Kind.TRANSIENT);
        assertThat(e).hasMessageContaining("1 were refused by their queue");
        return i;
      }
    }
    throw new AssertionError("the queue does not fill up");
  }

  @Test
  void an_alarm_stops_producers_within_seconds_and_no_worker() throws IOException {
    try (RabbitUnderTest bench = new RabbitUnderTest();
        Session session = session(bench.backend())) {
      Backend backend = bench.backend();
      backend.enqueue(List.of(job("a"), job("b")));
      NODE.control("rabbitmqctl", "set_vm_memory_high_watermark", "0.00001");
      try {
        long start = System.nanoTime();
        assertThatThrownBy(() -> enqueueOften(backend))
            .isInstanceOf(BackendException.class)
            .hasMessageContaining("takes no messages");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));

        List<Claim> claims = claim(session, 2);
        assertThat(session.settle(List.of(new Complete(claims.get(0))), List.of()).outcomes())
            .containsExactly(Outcome.ACCEPTED);
        assertThat(backend.rooms().gauges().orElseThrow().health())
            .anyMatch(issue -> issue.level() == HealthIssue.Level.ERROR);
      } finally {
        NODE.control("rabbitmqctl", "set_vm_memory_high_watermark", "0.4");
      }
      assertThat(backend.enqueue(List.of(job("c")))).hasSize(1);
    }
  }

  /** The first is taken before the node says that it takes no more. */
  private static void enqueueOften(Backend backend) {
    for (int i = 0; i < 3; i++) {
      backend.enqueue(List.of(job("x" + i)));
    }
  }

  @Test
  void equal_messages_without_an_id_are_jobs_of_their_own() {
    try (RabbitUnderTest bench = new RabbitUnderTest();
        Session session = session(bench.backend())) {
      Foreign tick =
          new Foreign("default", Optional.of("tick"), Optional.empty(), new byte[] {'1'});
      for (int i = 0; i < 3; i++) {
        bench.publish(tick);
      }

      assertThat(claim(session, 3))
          .hasSize(3)
          .extracting(c -> c.job().id())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void a_letter_that_a_newer_version_has_written_is_left_to_it() {
    try (RabbitUnderTest bench = new RabbitUnderTest()) {
      BasicProperties newer =
          new BasicProperties.Builder()
              .messageId("newer")
              .type("pay")
              .headers(Map.of("duly", Map.of("v", "2", "queue", "payments", "reason", "exhausted")))
              .build();
      bench.on(channel -> channel.basicPublish("", bench.names().dead(), newer, new byte[] {'1'}));
      DeadLetters letters = bench.backend().rooms().deadLetters().orElseThrow();
      List<JobRef> refs = letters.refs(new JobId("newer"));

      assertThat(refs).hasSize(1);
      assertThat(letters.requeue(refs, "ana")).containsExactly(Acted.WRONG_STATE);
      assertThat(letters.refs(new JobId("newer"))).isEqualTo(refs);
    }
  }

  @Test
  void a_queue_that_is_deleted_under_everybody_is_made_again() {
    try (RabbitUnderTest bench = new RabbitUnderTest();
        Session session = session(bench.backend())) {
      bench.backend().enqueue(List.of(job("a")));
      bench.on(channel -> channel.queueDelete(bench.names().jobs("default", Priority.NORMAL)));

      bench.backend().enqueue(List.of(job("b")));

      assertThat(claim(session, 1)).extracting(c -> c.job().id().value()).containsExactly("b");
    }
  }
}
