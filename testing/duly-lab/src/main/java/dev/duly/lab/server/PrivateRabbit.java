package dev.duly.lab.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A RabbitMQ node of one's own: its data in a new temporary folder, free ports on loopback, and a
 * port mapper of its own. It is stopped and its data deleted when it is closed, or when the process
 * ends. Needs {@code rabbitmq-server} of the system's package, or the folder that {@code
 * DULY_RABBITMQ_HOME} names: the one with {@code sbin} in it. It is up in about ten seconds.
 *
 * <p>Also a program, which prints the node's URL and keeps it until its own input ends: {@code java
 * PrivateRabbit.java}.
 */
public final class PrivateRabbit implements AutoCloseable {
  private static final Path PACKAGED = Path.of("/usr/lib/rabbitmq/lib");
  private static final long START_SECONDS = 90;
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * A delayed message whose way was broken off by a kill goes on after 5 s, not after 3 minutes.
   */
  private static final String DELAYED_AGAIN =
      " -rabbit dead_letter_worker_publisher_confirm_timeout 5000";

  private static final String NO_PLUGINS = "[].";
  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private final Path folder;
  private final String plugins;
  private final List<String> settings;
  private final int port = freePort();
  private final int distributionPort = freePort();
  private final int mapperPort = freePort();
  private final int managementPort = freePort();
  private final Thread atEnd = new Thread(this::killAndDelete);
  private final Process mapper;
  private Process process;

  private PrivateRabbit(String plugins, List<String> settings) throws IOException {
    this.plugins = plugins;
    this.settings = settings;
    this.folder = Files.createTempDirectory("duly-rabbit");
    this.mapper = quiet(List.of("epmd", "-address", LOOPBACK, "-port", "" + mapperPort), Map.of());
    this.process = startProcess();
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param settings lines of its configuration, such as {@code consumer_timeout = 10000}
   */
  public static PrivateRabbit start(String... settings) {
    return start(NO_PLUGINS, settings);
  }

  /**
   * Starts one whose management plugin is enabled, so that {@link RabbitApi} works.
   *
   * @param settings as of {@link #start(String...)}
   */
  public static PrivateRabbit startManaged(String... settings) {
    return start("[rabbitmq_management].", settings);
  }

  private static PrivateRabbit start(String plugins, String[] settings) {
    try {
      PrivateRabbit node = new PrivateRabbit(plugins, List.of(settings));
      Runtime.getRuntime().addShutdownHook(node.atEnd);
      node.awaitAnswer();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() throws IOException {
    Optional<Path> named = Optional.ofNullable(System.getenv("DULY_RABBITMQ_HOME")).map(Path::of);
    if (named.isPresent()) {
      return named.get();
    }
    if (Files.isDirectory(PACKAGED)) {
      try (Stream<Path> versions = Files.list(PACKAGED)) {
        Optional<Path> newest = versions.sorted().reduce((one, next) -> next);
        if (newest.isPresent()) {
          return newest.get();
        }
      }
    }
    throw new IOException(
        "no RabbitMQ in "
            + PACKAGED
            + ": install the package rabbitmq-server, or name its folder by DULY_RABBITMQ_HOME");
  }

  /** A port of loopback that nothing listens on now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process startProcess() throws IOException {
    Path config = folder.resolve("rabbitmq.conf");
    Files.write(config, settings);
    Path environment = Files.writeString(folder.resolve("env.conf"), "");
    Path advanced = Files.writeString(folder.resolve("advanced.config"), advanced());
    Path enabled = Files.writeString(folder.resolve("plugins"), plugins);
    return quiet(
        List.of(home().resolve("sbin/rabbitmq-server").toString()),
        Map.ofEntries(
            Map.entry("HOME", folder.toString()),
            Map.entry("RABBITMQ_NODENAME", "duly" + port + "@localhost"),
            Map.entry("RABBITMQ_NODE_IP_ADDRESS", LOOPBACK),
            Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
            Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
            Map.entry("ERL_EPMD_PORT", String.valueOf(mapperPort)),
            Map.entry("ERL_EPMD_ADDRESS", LOOPBACK),
            Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
            Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
            Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
            Map.entry("RABBITMQ_CONFIG_FILE", config.toString()),
            Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", advanced.toString()),
            Map.entry("RABBITMQ_CONF_ENV_FILE", environment.toString()),
            Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", enabled.toString()),
            Map.entry(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} -setcookie duly" + DELAYED_AGAIN)));
  }

  /** Where its management plugin listens, if it is enabled, and how often the node counts then. */
  private String advanced() {
    if (plugins.equals(NO_PLUGINS)) {
      return "[].";
    }
    return String.format(
        "[{rabbit, [{collect_statistics_interval, 500}, {quorum_tick_interval, 500}]},%n"
            + " {rabbitmq_management, [{tcp_config, [{ip, \"%s\"}, {port, %d}]}]}].%n",
        LOOPBACK, managementPort);
  }

  private static Process quiet(List<String> command, Map<String, String> environment)
      throws IOException {
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
      LockSupport.parkNanos(50_000_000);
    }
    throw new IOException("the RabbitMQ node did not answer: " + log());
  }

  /** What the node has logged. */
  public String log() throws IOException {
    Path log = folder.resolve("log/duly" + port + "@localhost.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** It begins to speak when all that it kept is loaded. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(GREETING);
      out.flush();
      return socket.getInputStream().read() == 1; // a frame: Connection.Start
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs a tool of the package against the node, such as {@code control("rabbitmqctl", "add_vhost",
   * "shop")}: takes two seconds.
   *
   * @return what it printed
   */
  public String control(String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home().resolve("sbin/" + tool).toString()));
    command.addAll(List.of("-n", "duly" + port + "@localhost", "--erlang-cookie", "duly"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ERL_EPMD_PORT", String.valueOf(mapperPort));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("RABBITMQ_CONF_ENV_FILE", folder.resolve("env.conf").toString());
    builder
        .environment()
        .put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
    Process running = builder.start();
    String printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (running.waitFor() != 0) {
        throw new IOException(tool + " failed: " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return printed;
  }

  /** Where the API of its management plugin is. */
  public URI management() {
    return URI.create("http://" + LOOPBACK + ":" + managementPort);
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    while (process.isAlive()) { // what starts it may just start one more
      process.descendants().forEach(all::add);
      all.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      LockSupport.parkNanos(2_000_000);
    }
    all.forEach(one -> one.onExit().join());
  }

  /** Starts it again, with what it kept, and waits until it answers. */
  public void restart() throws IOException {
    process = startProcess();
    awaitAnswer();
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

  /** Of the virtual machine that the node is. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
  }

  public int port() {
    return port;
  }

  public Path folder() {
    return folder;
  }

  /** As a command line takes it. */
  public String url() {
    return "amqp://guest:guest@" + LOOPBACK + ":" + port;
  }

  @Override
  public void close() {
    killAndDelete();
    Runtime.getRuntime().removeShutdownHook(atEnd);
  }

  private void killAndDelete() {
    kill();
    mapper.destroyForcibly();
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
    try (PrivateRabbit node = start(settings)) {
      System.out.println(node.url());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
