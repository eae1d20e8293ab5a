package dev.duly.lab.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A Redis server of one's own: its data in a new temporary folder, a free port on loopback. It is
 * stopped and its data deleted when it is closed, or when the process ends. Needs the server's
 * program: the one that the system property {@code redis.server} or the environment's {@code
 * DULY_REDIS_SERVER} names, else {@code redis-server} of the system's package.
 *
 * <p>Also a program, which prints the server's URL and keeps it until its own input ends: {@code
 * java PrivateRedis.java}.
 */
public final class PrivateRedis implements AutoCloseable {
  private static final String PACKAGED = "/usr/bin/redis-server";
  private static final String SENTINEL = "--sentinel";
  private static final long START_SECONDS = 30;
  private static final int START_TRIES = 5;

  /** Says a server whose port, or a Cluster's second one, was taken after it had been free. */
  private static final String PORT_TAKEN = "Address already in use";

  private static final int BUS_OFFSET = 10_000; // of a Cluster's second port
  private static final int PORT_MAX = 65_535;

  private final Path folder;
  private final int port;
  private final List<String> settings;
  private final Map<String, String> environment;
  private final Thread atEnd = new Thread(this::killAndDelete);
  private Process process;

  private PrivateRedis(Map<String, String> environment, List<String> settings) throws IOException {
    this.environment = environment;
    this.settings = settings;
    this.folder = Files.createTempDirectory("duly-redis");
    this.port = freePort();
    this.process = startProcess();
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param settings as on its command line, such as {@code --appendonly yes}, each one argument
   */
  public static PrivateRedis start(String... settings) {
    return start(Map.of(), settings);
  }

  /** The same, with variables of its environment. */
  public static PrivateRedis start(Map<String, String> environment, String... settings) {
    for (int tries = 1; ; tries++) {
      try {
        PrivateRedis server = new PrivateRedis(environment, List.of(settings));
        Runtime.getRuntime().addShutdownHook(server.atEnd);
        server.awaitAnswer();
        return server;
      } catch (IOException e) {
        if (tries == START_TRIES || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static String program() throws IOException {
    String program =
        Optional.ofNullable(System.getProperty("redis.server"))
            .or(() -> Optional.ofNullable(System.getenv("DULY_REDIS_SERVER")))
            .orElse(PACKAGED);
    if (!Files.isExecutable(Path.of(program))) {
      throw new IOException(
          "no Redis server "
              + program
              + ": install the package redis-server, or name the program by DULY_REDIS_SERVER");
    }
    return program;
  }

  /** Of which a Cluster's second port is one, too. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() + BUS_OFFSET <= PORT_MAX) {
          return socket.getLocalPort();
        }
      }
    }
  }

  private Process startProcess() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program());
    if (settings.contains(SENTINEL)) { // which keeps what it learns in its file
      Path file = folder.resolve("sentinel.conf");
      Files.writeString(file, "", StandardOpenOption.CREATE);
      command.addAll(List.of(file.toString(), SENTINEL));
    }
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString(), "--save", "", "--logfile", "log"));
    command.addAll(List.of("--set-proc-title", "no")); // it would overwrite its environment
    command.addAll(List.of("--repl-diskless-sync-delay", "0")); // a replica is there at once
    settings.stream()
        .filter(setting -> !setting.equals(SENTINEL))
        .forEach(setting -> command.addAll(List.of(setting.split(" "))));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (answers()) {
        return;
      }
      LockSupport.parkNanos(5_000_000);
    }
    Path log = folder.resolve("log");
    throw new IOException(
        "the Redis server did not answer: " + (Files.exists(log) ? Files.readString(log) : ""));
  }

  private boolean answers() {
    try {
      String answer = ask("PING");
      return answer.startsWith("+PONG") || answer.startsWith("-NOAUTH");
    } catch (IOException e) {
      return false;
    }
  }

  /** Says something to it, words with spaces between, and gives its answer as it comes. */
  public String ask(String command) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      socket.shutdownOutput(); // Sentinels may not know QUIT
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, with what it kept, and waits until it answers. */
  public void restart() throws IOException {
    process = startProcess();
    awaitAnswer();
  }

  /** Starts a server that has what this one has, and waits until both know that it does. */
  public PrivateRedis startReplica(String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--replicaof 127.0.0.1 " + port);
    PrivateRedis replica = start(all.toArray(String[]::new));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!(replica.ask("INFO replication").contains("master_link_status:up")
        && ask("INFO replication").contains("port=" + replica.port + ",state=online"))) {
      if (System.nanoTime() > deadline) {
        replica.close();
        throw new IOException("the replica did not come up");
      }
      LockSupport.parkNanos(20_000_000);
    }
    return replica;
  }

  /** Stops it where it is: its connections stay, and no answer comes. */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    try {
      int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
      if (exit != 0) {
        throw new IOException("kill -" + name + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  public Path folder() {
    return folder;
  }

  /** As a command line takes it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    killAndDelete();
    Runtime.getRuntime().removeShutdownHook(atEnd);
  }

  private void killAndDelete() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the URL, and ends with its input. */
  public static void main(String[] settings) throws IOException {
    try (PrivateRedis server = start(settings)) {
      System.out.println(server.url());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
