package dev.duly.cli.demo;

import dev.duly.Handler;
import dev.duly.job.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Every start of a handler, in a file that all processes append to: it is written before the
 * handler begins, and a killed process takes nothing back. Thread-safe.
 */
final class Starts implements ShopWorkers.Around {
  private final Path file;
  private final FileOutputStream out; // a channel would be closed by a handler's interrupt

  Starts(Path file) throws IOException {
    this.file = file;
    this.out = new FileOutputStream(file.toFile(), true);
  }

  @Override
  public <P> Handler<P> put(Handler<P> handler) {
    return (payload, attempt) -> {
      out.write((attempt.id() + "\n").getBytes(StandardCharsets.UTF_8));
      handler.handle(payload, attempt);
    };
  }

  /** How often each job was started. */
  Map<JobId, Integer> byJob() throws IOException {
    Map<JobId, Integer> starts = new HashMap<>();
    for (String id : Files.readAllLines(file)) {
      starts.merge(new JobId(id), 1, Integer::sum);
    }
    return starts;
  }
}
