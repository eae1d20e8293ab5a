package dev.duly;

import dev.duly.jackson.JacksonCodec;
import dev.duly.job.EncodedJob;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one job costs on its way in: time, and with {@code -prof gc} bytes. In this package since
 * the encoding is package-private.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HotPath {
  /** A payload as applications have. */
  @JobName("message")
  public record Message(String to, String subject, int order) {}

  private final Message message = new Message("ada@example.org", "Your order", 42);
  private final Duly duly;

  public HotPath() {
    try {
      Path folder = Files.createTempDirectory("duly-hot-path");
      duly = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TearDown
  public void close() {
    duly.close();
  }

  /** A record to what the backend is given. */
  @Benchmark
  public EncodedJob encode() {
    return duly.encoder().bulk(List.of(NewJob.of(message))).encoded().get(0);
  }
}
