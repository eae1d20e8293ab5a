package dev.duly.benchmarks;

import dev.duly.cli.bench.Contender;
import dev.duly.cli.bench.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Graphile Worker in a process of its own, driven by {@code peers/graphile.mjs}. */
final class Graphile implements Contender {
  private static final Path FOLDER = Path.of("benchmarks", "target", "graphile");

  private final Process process;
  private final BufferedReader said;

  Graphile(String database, Workload workload) throws IOException {
    this.process =
        new ProcessBuilder(
                List.of(
                    "node",
                    "graphile.mjs",
                    database,
                    String.valueOf(workload.slots()),
                    String.valueOf(workload.bulk())))
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    expect("ready");
  }

  /** Whether {@code benchmarks/run} could install it. */
  static boolean isInstalled() {
    return Files.isDirectory(FOLDER.resolve("node_modules").resolve("graphile-worker"));
  }

  private void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    expect("ok");
  }

  private void expect(String line) throws IOException {
    String answer = said.readLine();
    if (!line.equals(answer)) {
      throw new IOException("Graphile Worker's process said " + answer + " instead of " + line);
    }
  }

  @Override
  public void enqueue(int jobs) throws IOException {
    tell("enqueue " + jobs);
  }

  @Override
  public void enqueueSingly(int jobs, int threads) throws IOException {
    tell("singly " + jobs + " " + threads);
  }

  @Override
  public void drain(int jobs) throws IOException {
    tell("drain " + jobs);
  }

  @Override
  public void sustain(int jobs) throws IOException {
    tell("sustain " + jobs);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
