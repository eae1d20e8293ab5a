package dev.duly.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 as they come, with their numbers; a byte order mark is skipped. */
public final class LineSource {
  private static final int BOM = '\uFEFF';

  private final InputStream in;
  private int number;
  private @Nullable String next;
  private @Nullable String problem;

  public LineSource(InputStream in) throws IOException {
    this.in = new BufferedInputStream(in);
    advance();
    if (next != null && !next.isEmpty() && next.charAt(0) == BOM) {
      next = next.substring(1);
    }
  }

  /** Whether there is another line. */
  public boolean hasMore() {
    return next != null;
  }

  /** The number of the line that was taken last, from 1. */
  public int number() {
    return number;
  }

  /** Why there are no more lines, if it is not that they have all been taken. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The next line, of which {@link #hasMore} says that there is one. */
  public String take() throws IOException {
    String line = String.valueOf(next);
    number++;
    advance();
    return line;
  }

  private void advance() throws IOException {
    byte[] line = readLine();
    try {
      next = line == null ? null : UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      next = null;
      problem = "line " + (number + 1) + ": not valid UTF-8";
    }
  }

  /** Up to the next line feed, or the end; null if nothing is left. */
  private byte @Nullable [] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    boolean isEnd = b < 0;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return isEnd ? null : line.toByteArray();
  }
}
