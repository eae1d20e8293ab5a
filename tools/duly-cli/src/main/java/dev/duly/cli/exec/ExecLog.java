package dev.duly.cli.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes on what a command prints, and tells it line by line, too. Thread-safe. */
final class ExecLog extends OutputStream {
  private static final int LINE_BYTES_MAX = 8_192; // what is longer is several lines

  private final OutputStream copy;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * Nothing printed yet.
   *
   * @param copy gets all of it as it is
   * @param lines gets each line that is not blank
   */
  ExecLog(OutputStream copy, Consumer<String> lines) {
    this.copy = copy;
    this.lines = lines;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    copy.write(bytes, from, length);
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n') {
        tell();
      } else {
        line.write(bytes[i]);
        if (line.size() == LINE_BYTES_MAX) {
          tell();
        }
      }
    }
  }

  @Override
  public void flush() throws IOException {
    copy.flush();
  }

  /** No more comes: a last line that does not end is told, too. The copy stays open. */
  @Override
  public synchronized void close() {
    tell();
  }

  private void tell() {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    line.reset();
    if (!text.isEmpty()) {
      lines.accept(text);
    }
  }
}
