package dev.duly.lab.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends events to a file, each with one write, so that a kill of this process loses none that was
 * written. Thread-safe.
 */
public final class HistoryWriter implements AutoCloseable {
  private final String process;
  private final FileOutputStream file; // a channel would be closed by an interrupt

  /** Opens {@code folder/process.history}. */
  public HistoryWriter(Path folder, String process) {
    this.process = process;
    try {
      this.file = new FileOutputStream(folder.resolve(process + ".history").toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something happens to a job, now. */
  public void write(Event.What what, String id) {
    write(new Event(System.nanoTime(), process, what, id, "-"));
  }

  /** Writes an event as it is. */
  public synchronized void write(Event event) {
    try {
      file.write((event.line() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
