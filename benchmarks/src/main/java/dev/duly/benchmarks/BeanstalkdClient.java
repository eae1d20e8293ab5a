package dev.duly.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As much of beanstalkd's protocol as is measured: put, reserve, delete. Not thread-safe. */
final class BeanstalkdClient implements AutoCloseable {
  private static final int LEASE_SECONDS = 60;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  BeanstalkdClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Puts so many; returns when all are answered. */
  void put(byte[] body, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write("put 1024 0 " + LEASE_SECONDS + " " + body.length + "\r\n");
      out.write(body);
      write("\r\n");
    }
    out.flush();
    for (int i = 0; i < count; i++) {
      require(line(), "INSERTED");
    }
  }

  /** Takes up to so many and deletes them; how many there were. */
  int reserveAndDelete(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write("reserve-with-timeout 0\r\n");
    }
    out.flush();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] words = line().split(" ", -1);
      if (words[0].equals("RESERVED")) {
        in.skipNBytes(Integer.parseInt(words[2]) + 2L);
        ids.add(words[1]);
      } else {
        require(words[0], "TIMED_OUT");
      }
    }
    for (String id : ids) {
      write("delete " + id + "\r\n");
    }
    out.flush();
    for (int i = 0; i < ids.size(); i++) {
      require(line(), "DELETED");
    }
    return ids.size();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("beanstalkd closed the connection");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void require(String answer, String expected) throws IOException {
    if (!answer.startsWith(expected)) {
      throw new IOException("beanstalkd said " + answer + " instead of " + expected);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
