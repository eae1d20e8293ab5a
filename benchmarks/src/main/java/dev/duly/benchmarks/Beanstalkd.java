package dev.duly.benchmarks;

import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * beanstalkd, a server of its own for each store, on loopback; commands are sent by fifty without
 * waiting, by eight connections, which was measured best.
 */
final class Beanstalkd implements Contender {
  private static final int CONNECTIONS = 8;
  private static final int PIPELINE = 50;
  private static final int START_TRIES = 200;

  private final Workload workload;
  private final Process server;
  private final int port;

  /**
   * @param durable with a binlog that is synced on each write; or else in memory
   */
  Beanstalkd(Path folder, Workload workload, boolean durable)
      throws IOException, InterruptedException {
    this.workload = workload;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(List.of("beanstalkd", "-l", "127.0.0.1", "-p", Integer.toString(port)));
    if (durable) {
      Path log = Files.createDirectories(folder.resolve("binlog"));
      command.addAll(List.of("-b", log.toString(), "-f", "0"));
    }
    this.server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitServer();
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "beanstalkd")));
  }

  private void awaitServer() throws IOException, InterruptedException {
    for (int i = 0; i < START_TRIES; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(10);
      }
    }
    throw new IOException("beanstalkd did not start on port " + port);
  }

  @Override
  public void enqueue(int jobs) throws IOException {
    try (BeanstalkdClient client = new BeanstalkdClient(port)) {
      for (int done = 0; done < jobs; done += PIPELINE) {
        client.put(Workload.PAYLOAD.bytes(), PIPELINE);
      }
    }
  }

  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          try (BeanstalkdClient client = new BeanstalkdClient(port)) {
            for (int i = 0; i < jobs / threads; i++) {
              client.put(Workload.PAYLOAD.bytes(), 1);
            }
          }
        });
  }

  @Override
  public void drain(int jobs) throws Exception {
    AtomicInteger left = new AtomicInteger(jobs);
    ConcurrentCallers.each(
        Math.min(CONNECTIONS, workload.slots()),
        () -> {
          try (BeanstalkdClient client = new BeanstalkdClient(port)) {
            while (left.get() > 0) {
              left.addAndGet(-client.reserveAndDelete(PIPELINE));
            }
          }
        });
    if (left.get() != 0) {
      throw new IllegalStateException(-left.get() + " jobs more than there were");
    }
  }

  @Override
  public void sustain(int jobs) throws Exception {
    AtomicInteger role = new AtomicInteger();
    ConcurrentCallers.each(
        2,
        () -> {
          if (role.getAndIncrement() == 0) {
            enqueue(jobs);
          } else {
            drain(jobs);
          }
        });
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(5, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
