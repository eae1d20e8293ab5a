package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://}: who does not prove to be the host that was asked for is not spoken with. */
@Tag("server")
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private static Path folder;

  private static PrivateRedis server;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    certificate("trusted");
    System.setProperty("javax.net.ssl.trustStore", folder.resolve("trusted.p12").toString());
    System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
    int port = freePort();
    server = PrivateRedis.start(settings("trusted", port));
    url = "rediss://127.0.0.1:" + port;
  }

  @AfterAll
  static void stop() {
    server.close();
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStorePassword");
  }

  private static String[] settings(String name, int port) {
    return new String[] {
      "--tls-port " + port,
      "--tls-cert-file " + folder.resolve(name + ".crt"),
      "--tls-key-file " + folder.resolve(name + ".key"),
      "--tls-ca-cert-file " + folder.resolve(name + ".crt"),
      "--tls-auth-clients no"
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** For the address, not for the name localhost; as the server reads it, and as Java does. */
  private static void certificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    keys.setCertificateEntry("trust", keys.getCertificate(name));
    try (var out = Files.newOutputStream(store)) {
      keys.store(out, PASSWORD);
    }
  }

  private static void pem(String file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
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
    certificate("stranger");
    int port = freePort();
    try (PrivateRedis stranger = PrivateRedis.start(settings("stranger", port))) {
      assertRefused("rediss://127.0.0.1:" + port, "trustStore", "certification path");
      assertThat(stranger.ask("PING")).startsWith("+PONG");
    }
  }

  private static void assertRefused(String url, String... words) {
    assertThatThrownBy(() -> RedisBackend.url(url).close()).hasMessageContainingAll(words);
  }
}
