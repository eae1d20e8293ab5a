package dev.duly.benchmarks;

import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer in another language, in a process of its own, that is told what to do line by line and
 * answers each with a line. {@code benchmarks/run} installs it, if it can, beside the program in
 * {@code peers/}.
 */
final class PeerProcess implements Contender {
  private static final Path FOLDER = Path.of("benchmarks", "target");

  private final String name;
  private final Process process;
  private final BufferedReader said;

  /**
   * Starts it.
   *
   * @param name of its folder
   * @param program in its folder
   * @param store of its own, as its program takes it
   */
  PeerProcess(String name, List<String> program, String store, Workload workload)
      throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>(program);
    command.add(store);
    command.add(String.valueOf(workload.slots()));
    command.add(String.valueOf(workload.bulk()));
    this.process =
        new ProcessBuilder(command)
            .directory(FOLDER.resolve(name).toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    expect("ready");
  }

  /** Whether {@code benchmarks/run} could install it. */
  static boolean isInstalled(String name) {
    return Files.exists(FOLDER.resolve(name).resolve("installed"));
  }

  private void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    expect("ok");
  }

  private void expect(String line) throws IOException {
    String answer = said.readLine();
    if (!line.equals(answer)) {
      throw new IOException(name + " said " + answer + " instead of " + line);
    }
  }

  /** Completed jobs stay, where the peer can keep them. */
  void keepCompleted() throws IOException {
    tell("keep 0");
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
  public void prepareToDrain() throws IOException {
    tell("prepare 0");
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
    try {
      tell("finish 0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private void end() {
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
