package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.OwnCertificate;
import dev.duly.lab.server.PrivateRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://}: who does not prove to be the host that was asked for is not spoken with. */
@Tag("server")
class TlsTest {
  @TempDir private static Path folder;

  private static OwnCertificate.Trust trust;
  private static PrivateRedis server;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    OwnCertificate trusted = OwnCertificate.make(folder, "trusted");
    trust = trusted.trust();
    int port = freePort();
    server = PrivateRedis.start(settings(trusted, port));
    url = "rediss://127.0.0.1:" + port;
  }

  @AfterAll
  static void stop() {
    server.close();
    trust.close();
  }

  private static String[] settings(OwnCertificate own, int port) {
    return new String[] {
      "--tls-port " + port,
      "--tls-cert-file " + own.certificate(),
      "--tls-key-file " + own.key(),
      "--tls-ca-cert-file " + own.certificate(),
      "--tls-auth-clients no"
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void jobs_go_through_TLS() {
    try (RedisBackend backend = RedisBackend.url(url)) {
      JobId id = new JobId("a");
      assertThat(backend.enqueue(List.of(new EncodedJob(id, "t", "q", Payload.json("1")))))
          .containsExactly(new Enqueued.Stored(id));
      assertThat(backend.rooms().inspector().orElseThrow().health().get(0).text()).contains(url);
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    assertRefused(url.replace("127.0.0.1", "localhost"), "for that host", "localhost");
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
    OwnCertificate own = OwnCertificate.make(folder, "stranger");
    int port = freePort();
    try (PrivateRedis stranger = PrivateRedis.start(settings(own, port))) {
      assertRefused("rediss://127.0.0.1:" + port, "trustStore", "certification path");
      assertThat(stranger.ask("PING")).startsWith("+PONG");
    }
  }

  private static void assertRefused(String url, String... words) {
    assertThatThrownBy(() -> RedisBackend.url(url).close()).hasMessageContainingAll(words);
  }
}
