package dev.duly.cli.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what a command prints to its end, keeps the last 64 KiB, and passes it on. */
final class ProcessOutput extends Thread {
  private static final int KEPT_MAX = 64 * 1024;
  private static final long OPEN_MILLIS_MAX = 500;

  private final InputStream in;
  private final @Nullable OutputStream copy;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(); // guarded by this
  private boolean cut; // guarded by this

  /**
   * Begins to read.
   *
   * @param copy gets all of it; null: it is only kept
   */
  ProcessOutput(InputStream in, @Nullable OutputStream copy) {
    super("duly-exec-output");
    setDaemon(true);
    this.in = in;
    this.copy = copy;
    start();
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8_192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        keep(buffer, n);
        if (copy != null) {
          copy.write(buffer, 0, n);
          copy.flush();
        }
      }
    } catch (IOException e) {
      // The process was ended while it was writing.
    }
  }

  private synchronized void keep(byte[] buffer, int n) {
    kept.write(buffer, 0, n);
    if (kept.size() > 2 * KEPT_MAX) {
      byte[] all = kept.toByteArray();
      kept.reset();
      kept.write(all, all.length - KEPT_MAX, KEPT_MAX);
      cut = true;
    }
  }

  /**
   * The command has ended: what it printed is there, or nearly. A process that it left behind may
   * hold the stream open for as long as it likes; its exit code is the answer all the same.
   */
  void awaitEnd() throws InterruptedException {
    join(OPEN_MILLIS_MAX);
  }

  /** Whether there was more than is kept. */
  synchronized boolean isCut() {
    return cut;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
