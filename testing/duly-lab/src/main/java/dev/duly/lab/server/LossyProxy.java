package dev.duly.lab.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback, and loses answers when it is asked to: what the
 * client sends next on some connection reaches the server and is done there, but of the answer not
 * a byte comes back, and the connection ends. So the client knows nothing of what has been done.
 */
public final class LossyProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final int serverPort;
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /** To a server on this port of loopback. */
  public LossyProxy(int serverPort) {
    this.serverPort = serverPort;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next answer, of any connection, is lost. */
  public void loseNextAnswer() {
    toLose.incrementAndGet();
  }

  /** How many have been lost. */
  public int lost() {
    return lost.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        daemon(() -> pump(client, server, false));
        daemon(() -> pump(server, client, true));
      } catch (IOException e) {
        // closed, or the server is not there: the client's next try finds out
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "lossy-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          lost.incrementAndGet();
          break;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // the other end is gone, and so is this one
    }
    close(from);
    close(to);
  }

  private void close(Socket one) {
    open.remove(one);
    try {
      one.close();
    } catch (IOException e) {
      // it is no longer used
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(this::close);
  }
}
