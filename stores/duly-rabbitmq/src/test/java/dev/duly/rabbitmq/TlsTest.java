package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.OwnCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code amqps://}: who does not prove to be the host that was asked for is not spoken with. */
@Tag("server")
@ResourceLock(RabbitUnderTest.NODE)
class TlsTest {
  @TempDir private static Path folder;

  private static final int TRUSTED = RabbitUnderTest.One.TLS_PORT;
  private static OwnCertificate.Trust trust;

  @BeforeAll
  static void trust() throws IOException {
    trust = RabbitUnderTest.One.OWN.trust();
  }

  @AfterAll
  static void stop() {
    trust.close();
  }

  private static String url(String host, int port) {
    return "amqps://guest:guest@" + host + ":" + port;
  }

  @Test
  void a_job_goes_through_TLS_and_back() {
    try (RabbitBackend backend = RabbitBackend.url(url("127.0.0.1", TRUSTED));
        Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      backend.enqueue(List.of(new EncodedJob(new JobId("a"), "t", "q", Payload.json("1"))));

      List<Claim> claims =
          session.claim(List.of(new Demand("q", 1)), Duration.ofSeconds(10)).claims();

      assertThat(claims).singleElement().satisfies(c -> assertThat(c.job().type()).isEqualTo("t"));
      Settlement done = new Settlement.Complete(claims.get(0));
      assertThat(session.settle(List.of(done), List.of()).outcomes())
          .containsExactly(Outcome.ACCEPTED);
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    assertRefused(url("localhost", TRUSTED), "localhost", "certificate");
  }

  @Test
  void a_certificate_that_is_not_trusted_is_refused() throws Exception {
    try (ServerSocket stranger = OwnCertificate.make(folder, "stranger").listen()) {
      assertRefused(url("127.0.0.1", stranger.getLocalPort()), "trustStore", "certification path");
    }
  }

  @Test
  void TLS_on_one_side_alone_is_told() {
    assertRefused(
        url("127.0.0.1", RabbitUnderTest.One.NODE.port()), "does the node speak it there");
    assertRefused("amqp://guest:guest@127.0.0.1:" + TRUSTED, "amqps://");
  }

  private static void assertRefused(String url, String... words) {
    assertThatThrownBy(() -> RabbitBackend.url(url).close())
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll(words);
  }
}
