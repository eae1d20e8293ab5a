package dev.duly.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, see {@link WorkerMain}. */
final class WorkerProcess implements AutoCloseable {
  private static final long END_SECONDS_MAX = 30;

  private final Process process;
  private final BufferedReader said;

  private WorkerProcess(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Returns when it works. */
  static WorkerProcess start(Engine engine, Folder folder, int slots) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                engine.name(),
                engine.store(folder.path()),
                String.valueOf(slots))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    WorkerProcess worker = new WorkerProcess(process);
    worker.expect(WorkerMain.READY);
    return worker;
  }

  /** What it has measured so far was the warm-up. */
  void forget() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    expect(WorkerMain.FORGOTTEN);
  }

  private void expect(String line) throws IOException {
    String answer = said.readLine();
    if (!line.equals(answer)) {
      throw new IOException("the worker process said " + answer + " instead of " + line);
    }
  }

  /** Ends it when nothing is left to do; what it has measured. */
  Latencies finish() throws IOException {
    process.getOutputStream().close();
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the worker process ended without a word");
    }
    return Latencies.read(line);
  }

  /** What it has used of the processor so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Its memory, as the system counts it (RSS), in bytes; known on Linux only. */
  OptionalLong memory() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
