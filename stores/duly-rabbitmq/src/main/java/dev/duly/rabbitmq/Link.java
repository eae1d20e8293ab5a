package dev.duly.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection; it never comes back when it is lost. Thread-safe. */
final class Link implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Link.class.getName());
  private static final int CLOSE_MILLIS = 2_000;

  private final Connection connection;
  private final Socket socket;
  private volatile @Nullable String blockedBy;
  private volatile long blockedNanos; // since then, if it is

  Link(Connection connection, Socket socket) {
    this.connection = connection;
    this.socket = socket;
    connection.addBlockedListener(
        new BlockedListener() {
          @Override
          public void handleBlocked(String reason) {
            blockedNanos = System.nanoTime();
            blockedBy = reason;
            LOG.log(System.Logger.Level.WARNING, "{0} takes no messages: {1}", this, reason);
          }

          @Override
          public void handleUnblocked() {
            blockedBy = null;
          }

          @Override
          public String toString() {
            return connection.getClientProvidedName();
          }
        });
  }

  /** One of its own, to be used by one thread at a time but for acknowledgements. */
  Channel channel() throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the connection has no channel left");
    }
    return channel;
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  String name() {
    return connection.getClientProvidedName();
  }

  /** What the server says of itself, such as its {@code version}; empty if it says nothing. */
  String server(String property) {
    Object value = connection.getServerProperties().get(property);
    return value == null ? "" : value.toString();
  }

  /** Runs it when the connection is over, at once if it is. */
  void onEnd(Runnable told) {
    connection.addShutdownListener(cause -> told.run());
  }

  /** Why the server takes no messages now, which an alarm of its memory or its disk does. */
  Optional<String> blockedBy() {
    return Optional.ofNullable(blockedBy);
  }

  /** For how long it has taken none; 0 if it takes them. */
  long blockedForNanos() {
    return blockedBy == null ? 0 : System.nanoTime() - blockedNanos;
  }

  /** As if the wire were cut: also ends a write that does not get on. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", e);
    }
  }

  @Override
  public void close() {
    connection.abort(CLOSE_MILLIS);
    cut();
  }
}
