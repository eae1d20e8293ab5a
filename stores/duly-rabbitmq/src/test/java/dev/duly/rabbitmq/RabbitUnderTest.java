package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import dev.duly.backend.room.Gauge;
import dev.duly.job.Priority;
import dev.duly.lab.server.OwnCertificate;
import dev.duly.lab.server.PrivateRabbit;
import dev.duly.lab.server.RabbitApi;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Foreign;
import dev.duly.tck.bench.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/**
 * Queues of its own on a node that all benches of this process share. Its clock is the real one.
 */
@Tag("server")
final class RabbitUnderTest implements BackendUnderTest {
  /** What a test locks that changes the node for all. */
  static final String NODE = "the node of this process";

  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static final Times TIMES =
      new Times(
          Duration.ofMillis(600),
          Duration.ofMillis(2_000),
          Duration.ofMillis(400),
          Duration.ofSeconds(8),
          false);

  /** Started when the first bench on it is opened. */
  static final class One {
    static final OwnCertificate OWN = ownCertificate();
    static final int TLS_PORT = PrivateRabbit.freePort();
    static final PrivateRabbit NODE =
        PrivateRabbit.startManaged(
            "listeners.ssl.1 = 127.0.0.1:" + TLS_PORT,
            "ssl_options.certfile = " + OWN.certificate(),
            "ssl_options.keyfile = " + OWN.key(),
            "ssl_options.verify = verify_none");

    static final RabbitApi API = new RabbitApi(NODE.management());

    private One() {}

    private static OwnCertificate ownCertificate() {
      try {
        return OwnCertificate.make(Files.createTempDirectory(Path.of("target"), "tls"), "trusted");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * A user with the password "secret", who may read and write all.
     *
     * @param declares a pattern of what it may declare
     */
    static void addUser(String name, String declares) throws IOException {
      API.put("/users/" + name, "{\"password\": \"secret\", \"tags\": \"\"}");
      API.put(
          "/permissions/%2F/" + name,
          "{\"configure\": \"%s\", \"write\": \".*\", \"read\": \".*\"}".formatted(declares));
    }
  }

  private final ObjectNames names = new ObjectNames("kit" + PREFIXES.incrementAndGet());
  private final RabbitUrl url = RabbitUrl.parse(One.NODE.url(), RabbitOptions.NAMES, Map.of());
  private final Connections connections = new Connections(url, Duration.ofSeconds(10));
  private final RabbitBackend backend =
      RabbitBackend.on(connections, RabbitOptions.DEFAULT.withPrefix(names.prefix()));

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Times times() {
    return TIMES;
  }

  @Override
  public void advance(Duration by) {
    throw new UnsupportedOperationException("the clock is the real one");
  }

  /**
   * As if its process or its machine were gone, after the node has heard what it said before: an
   * acknowledgement that is on its way when a socket is closed may be dropped.
   */
  @Override
  public void lose(Session of) {
    connections.all().stream()
        .filter(link -> link.name().equals(((RabbitSession) of).name()))
        .forEach(
            link -> {
              try {
                link.channel().close();
              } catch (IOException | TimeoutException e) {
                throw new IllegalStateException(e);
              }
              link.cut();
            });
  }

  @Override
  public void loseNextAnswer() {
    throw new UnsupportedOperationException("what comes is pushed");
  }

  @Override
  public void failNextClaim() {
    throw new UnsupportedOperationException("what comes is pushed");
  }

  @Override
  public boolean publish(Foreign message) {
    new Topology(names, connections, new Publisher(connections, "test", 1))
        .require(message.queue(), Priority.NORMAL);
    on(
        channel ->
            channel.basicPublish(
                "",
                names.jobs(message.queue(), Priority.NORMAL),
                new BasicProperties.Builder()
                    .type(message.type().orElse(null))
                    .messageId(message.id().orElse(null))
                    .build(),
                message.body()));
    return true;
  }

  @Override
  public void prune() {
    // a broker keeps nothing that is over
  }

  /** What is done on a channel. */
  interface Step {
    void run(Channel channel) throws IOException;
  }

  static void on(Connections connections, Step step) {
    try (Link link = connections.open("test");
        Channel channel = link.channel()) {
      step.run(channel);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  void on(Step step) {
    on(connections, step);
  }

  ObjectNames names() {
    return names;
  }

  @Override
  public void close() {
    List<String> queues =
        backend.rooms().gauges().orElseThrow().queues().stream().map(Gauge::queue).toList();
    on(channel -> BareRabbit.drop(channel, names, queues));
    backend.close();
  }
}
