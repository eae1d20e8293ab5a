package dev.duly.lab.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of one's own: its data in a new temporary folder, a free port on loopback, no
 * socket file, everybody trusted. It is stopped and its data deleted when it is closed, or when the
 * process ends. Needs the server's programs: those that the system property {@code postgres.bin} or
 * the environment's {@code DULY_POSTGRES_BIN} names, else the newest of the system's packages.
 *
 * <p>Also a program, which prints the server's URL and keeps it until its own input ends: {@code
 * java PrivatePostgres.java}.
 */
public final class PrivatePostgres implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final long START_SECONDS = 60;
  private static final int START_TRIES = 10;
  private static final String USER = "postgres";

  private final Path bin;
  private final Path folder;
  private int port;
  private final List<String> settings;
  private final Thread atEnd = new Thread(this::stopAndDelete);

  private PrivatePostgres(Path bin, List<String> settings) throws IOException {
    this.bin = bin;
    this.settings = settings;
    this.folder = Files.createTempDirectory("duly-postgres");
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param settings as in its configuration, such as {@code fsync=off}
   */
  public static PrivatePostgres start(String... settings) {
    try {
      PrivatePostgres server = new PrivatePostgres(bin(), List.of(settings));
      Runtime.getRuntime().addShutdownHook(server.atEnd);
      server.initialize();
      server.startOnFreePort();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path bin() throws IOException {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("postgres.bin"))
            .or(() -> Optional.ofNullable(System.getenv("DULY_POSTGRES_BIN")));
    if (named.isPresent()) {
      return Path.of(named.get());
    }
    if (Files.isDirectory(PACKAGES)) {
      try (Stream<Path> versions = Files.list(PACKAGES)) {
        Optional<Path> newest =
            versions
                .map(version -> version.resolve("bin"))
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .max(Comparator.comparing(Path::toString));
        if (newest.isPresent()) {
          return newest.get();
        }
      }
    }
    throw new IOException(
        "no PostgreSQL server in "
            + PACKAGES
            + ": install the package postgresql, or name its programs' folder by"
            + " DULY_POSTGRES_BIN");
  }

  /** Another one, if a process took it before the server could. */
  private void startOnFreePort() throws IOException {
    for (int tries = 1; ; tries++) {
      port = freePort();
      try {
        startOnce();
        return;
      } catch (IOException e) {
        if (tries == START_TRIES) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void initialize() throws IOException {
    Files.createDirectory(data());
    if (isRoot()) {
      run(List.of("chown", "-R", "nobody", folder.toString()));
    }
    run(asNobody("initdb", "-D", data().toString(), "-U", USER, "-A", "trust", "-E", "UTF8", "-N"));
  }

  private Path data() {
    return folder.resolve("data");
  }

  /**
   * Starts it again, with what it has, and waits until it answers. After a kill the old one's
   * children may take a moment to see it.
   */
  public void restart() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        startOnce();
        return;
      } catch (IOException e) {
        if (tries == START_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(500_000_000);
      }
    }
  }

  private void startOnce() throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-p " + port);
    options.add("-c listen_addresses=127.0.0.1");
    options.add("-c unix_socket_directories=");
    settings.forEach(setting -> options.add("-c " + setting));
    run(
        asNobody(
            "pg_ctl",
            "start",
            "-w",
            "-t",
            String.valueOf(START_SECONDS),
            "-D",
            data().toString(),
            "-l",
            folder.resolve("log").toString(),
            "-o",
            String.join(" ", options)));
  }

  /** From now on every connection needs a password; the role's is this one. */
  public void requirePasswords(String role, String password) throws IOException {
    run(
        asNobody(
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-U",
            USER,
            "-c",
            "alter role " + role + " password '" + password + "'"));
    Files.writeString(data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    run(asNobody("pg_ctl", "reload", "-D", data().toString()));
  }

  /** Restarts it as a standby that waits for a primary: it can be read and takes nothing. */
  public void becomeStandby() throws IOException {
    run(asNobody("pg_ctl", "stop", "-w", "-m", "fast", "-D", data().toString()));
    Files.createFile(data().resolve("standby.signal"));
    restart();
  }

  /** Stops it without a checkpoint, as a crash of the server would. */
  public void stopImmediately() throws IOException {
    run(asNobody("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data().toString()));
  }

  /** The process that all others of the server belong to. */
  public ProcessHandle postmaster() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("no process " + pid));
  }

  public int port() {
    return port;
  }

  /** For JDBC, of its database {@code postgres}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
  }

  /** The same as a command line takes it. */
  public String url() {
    return "postgresql://" + USER + "@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    stopAndDelete();
    Runtime.getRuntime().removeShutdownHook(atEnd);
  }

  private void stopAndDelete() {
    try {
      if (Files.exists(data().resolve("postmaster.pid"))) {
        stopImmediately();
      }
      if (Files.exists(folder)) {
        run(List.of("rm", "-r", folder.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The server refuses to be root. */
  private List<String> asNobody(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private void run(List<String> command) throws IOException {
    Path output = Files.createTempFile("duly-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(START_SECONDS + 10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        Path log = folder.resolve("log");
        throw new IOException(
            String.join(" ", command)
                + " failed:\n"
                + Files.readString(output)
                + (Files.exists(log) ? Files.readString(log) : ""));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    } finally {
      Files.delete(output);
    }
  }

  /** Prints the URL, and keeps the server until the input ends. */
  public static void main(String[] settings) throws IOException {
    try (PrivatePostgres server = start(settings)) {
      System.out.println(server.url());
      System.out.flush();
      while (System.in.read() >= 0) {
        // the program that started this still wants it
      }
    }
  }
}
