package dev.duly.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurator;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Opens connections to a node, each under a name that people see there. Thread-safe. */
final class Connections implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 10_000;

  private final RabbitUrl url;
  private final Duration heartbeat;
  private final List<Link> open = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param heartbeat after two of which in vain a connection is taken for lost
   */
  Connections(RabbitUrl url, Duration heartbeat) {
    this.url = url;
    this.heartbeat = heartbeat;
  }

  RabbitUrl url() {
    return url;
  }

  /**
   * Opens one.
   *
   * @throws dev.duly.backend.BackendException that says what to do
   */
  Link open(String name) {
    if (closed) {
      throw new IllegalStateException("the backend is closed");
    }
    Socket[] socket = new Socket[1]; // the one that is connected at last
    ConnectionFactory factory =
        factory(
            one -> {
              one.setTcpNoDelay(true);
              socket[0] = one;
            });
    try {
      Connection connection = factory.newConnection(new ReaderThread(), url.hosts(), name);
      Link link = new Link(connection, socket[0]);
      open.add(link);
      link.onEnd(() -> open.remove(link));
      return link;
    } catch (IOException | TimeoutException e) {
      throw RabbitErrors.of("connect", url, e);
    }
  }

  private ConnectionFactory factory(SocketConfigurator onSocket) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setSocketConfigurator(onSocket); // first: what TLS asks of a socket is added to it
    factory.setUsername(url.user());
    factory.setPassword(url.password());
    factory.setVirtualHost(url.vhost());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat((int) heartbeat.toSeconds());
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(ANSWER_MILLIS);
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    factory.setThreadFactory(
        work -> {
          Thread thread = new Thread(work, "duly-rabbitmq");
          thread.setDaemon(true);
          return thread;
        });
    if (url.tls()) {
      try {
        factory.useSslProtocol(SSLContext.getDefault());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JVM has no TLS", e);
      }
      factory.enableHostnameVerification();
    }
    return factory;
  }

  /** The connections that are open now. */
  List<Link> all() {
    return List.copyOf(open);
  }

  /** Closes all, and opens no more. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Link::close);
  }
}
