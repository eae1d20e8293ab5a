package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Feature;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.lab.history.Event;
import dev.duly.lab.history.HistoryReader;
import dev.duly.lab.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Where processes play on one store and are mistreated: starts, stops and kills them, and writes
 * down what it did and how everything stood in the end. The folder is kept when something is wrong:
 * the histories and the logs say what.
 */
public final class ProcessLab implements AutoCloseable {
  private final Path folder;
  private final StoreOpener opener;
  private final String store;
  private final HistoryWriter history;
  private final Map<String, String> environment;
  private final Map<String, Process> alive = new LinkedHashMap<>();

  /** On a store. */
  public ProcessLab(Path folder, StoreOpener opener, String store) throws IOException {
    this(folder, opener, store, Map.of());
  }

  /** With variables for the processes' environment. */
  public ProcessLab(Path folder, StoreOpener opener, String store, Map<String, String> environment)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.opener = opener;
    this.store = store;
    this.history = new HistoryWriter(folder, "director");
    this.environment = environment;
  }

  /** Where the jobs are. */
  public String store() {
    return store;
  }

  public Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** The names of what has been started and not killed. */
  public List<String> alive() {
    return List.copyOf(alive.keySet());
  }

  public void start(Class<?> main, String name, String... more) throws IOException {
    startOn(System.getProperty("java.class.path"), main, name, more);
  }

  /** On a class path of its own. */
  public void startOn(String classPath, Class<?> main, String name, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dcrash.opener=" + opener.getClass().getName());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(store, folder.toString(), name));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    builder.environment().putAll(environment);
    alive.put(name, builder.start());
  }

  /** With SIGKILL; waits for the death, so that all it wrote is older. */
  public void kill(String name) throws InterruptedException {
    Process process = mustBeAlive(name);
    alive.remove(name);
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    history.write(new Event(System.nanoTime(), name, Event.What.KILL, "-", "-"));
  }

  /** With SIGSTOP: from here on it does nothing, and its leases end. */
  public void freeze(String name) throws Exception {
    signal("-STOP", name);
    history.write(new Event(System.nanoTime(), name, Event.What.FREEZE, "-", "-"));
  }

  /** With SIGCONT: it goes on as if nothing had been. */
  public void thaw(String name) throws Exception {
    history.write(new Event(System.nanoTime(), name, Event.What.THAW, "-", "-"));
    signal("-CONT", name);
  }

  /** No worker can settle or renew until it is back. */
  public void serverGoes() {
    history.write(new Event(System.nanoTime(), "server", Event.What.FREEZE, "-", "-"));
  }

  public void serverIsBack() {
    history.write(new Event(System.nanoTime(), "server", Event.What.THAW, "-", "-"));
  }

  private void signal(String signal, String name) throws Exception {
    Process process = mustBeAlive(name);
    assertThat(new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor()).isZero();
  }

  private Process mustBeAlive(String name) {
    Process process = alive.get(name);
    if (process == null || !process.isAlive()) {
      throw new AssertionError(name + " must not have ended by itself, see " + log(name));
    }
    return process;
  }

  /** Until jobs were enqueued and so much was written down about running them. */
  public void awaitProgress(long bytes) throws IOException {
    long before = size("worker");
    long enqueued = size("producer");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (size("worker") < before + bytes || size("producer") == enqueued) {
      assertThat(System.nanoTime()).as("no progress").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Until each of them has written something down: so long it may still be opening the store. */
  public void awaitAll() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    for (String name : alive.keySet()) {
      while (size(name) == 0) {
        mustBeAlive(name);
        assertThat(System.nanoTime()).as(name + " begins").isLessThan(deadline);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Whether it writes down anything within half a second. */
  public boolean goesOn(String name) throws IOException {
    long before = size(name);
    for (int i = 0; i < 50 && size(name) == before; i++) {
      LockSupport.parkNanos(10_000_000);
    }
    return size(name) > before;
  }

  private long size(String kind) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".history")).toList()) {
        size += file.getFileName().toString().startsWith(kind) ? Files.size(file) : 0;
      }
    }
    return size;
  }

  /** One more worker does whatever is left, until nothing is. */
  public void finish() throws Exception {
    start(CrashWorker.class, "finisher", "drain");
    Process finisher = mustBeAlive("finisher");
    assertThat(finisher.waitFor(180, TimeUnit.SECONDS)).as("the last worker finishes").isTrue();
    assertThat(finisher.exitValue()).isZero();
    alive.remove("finisher");
  }

  /** Whether jobs are messages in a broker, of which a kill may leave copies. */
  public boolean hasCopies() {
    try (Backend backend = opener.open(store)) {
      return !backend.capabilities().offers(Feature.KNOWN_IDS);
    }
  }

  /** All that was written down, and how each job stands. */
  public List<Event> events() throws IOException {
    try (Backend backend = opener.open(store)) {
      Endings.of(backend, HistoryReader.read(folder)).forEach(history::write);
    }
    return HistoryReader.read(folder);
  }

  /**
   * What the statistics count and the queues do not, or the other way round: completed jobs. A kill
   * costs no count; a settlement that came too late, and whose worker was killed before it could
   * take the count back, may be one too many. 0 where nothing is counted.
   */
  public long miscounted() {
    try (Backend backend = opener.open(store)) {
      Optional<Statistics> statistics = backend.rooms().statistics();
      if (statistics.isEmpty()) {
        return 0;
      }
      long counted =
          statistics.get().since(Instant.EPOCH).stream()
              .flatMap(report -> report.tallies().stream())
              .mapToLong(RunCounts::completed)
              .sum();
      long completed =
          backend.rooms().inspector().orElseThrow().queues().stream()
              .mapToLong(QueueRecord::completed)
              .sum();
      return Math.abs(counted - completed);
    }
  }

  /** All went well: nothing is kept. */
  public void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    alive.values().forEach(Process::destroyForcibly);
  }
}
