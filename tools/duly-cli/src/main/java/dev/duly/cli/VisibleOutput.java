package dev.duly.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows control characters instead of sending them to a terminal, where they clear the screen or
 * forge lines: what jobs, errors and commands say is made of anybody's input. UTF-8 in, UTF-8 out;
 * line feeds and tabs pass.
 */
final class VisibleOutput extends FilterOutputStream {
  private static final byte[] DELETE = "\u2421".getBytes(StandardCharsets.UTF_8);
  private static final byte[] UNKNOWN = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  private final byte[] begun = new byte[2]; // of a character that may be a control
  private int length;

  VisibleOutput(OutputStream out) {
    super(out);
  }

  /** Standard output or error, in UTF-8 whatever the locale says. */
  static PrintStream on(FileDescriptor descriptor) {
    return on(new FileOutputStream(descriptor));
  }

  static PrintStream on(OutputStream out) {
    return new PrintStream(new VisibleOutput(out), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    byte[] shown = new byte[3 * (count + begun.length)];
    int n = 0;
    for (int i = from; i < from + count; i++) {
      n = show(bytes[i], shown, n);
    }
    out.write(shown, 0, n);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  private int show(byte b, byte[] into, int at) {
    if (length == 0) {
      return showFirst(b, into, at);
    } else if (length == 1 && begun[0] != (byte) 0xC2 && (b == (byte) 0x80 || b == (byte) 0x81)) {
      begun[length++] = b;
      return at;
    }
    boolean control =
        length == 1
            ? begun[0] == (byte) 0xC2 && (b & 0xE0) == 0x80 // C1
            : isDirection(begun[1], b);
    int n = at;
    if (control) {
      n = put(UNKNOWN, UNKNOWN.length, into, n);
      length = 0;
      return n;
    }
    n = put(begun, length, into, n);
    length = 0;
    return showFirst(b, into, n);
  }

  private int showFirst(byte b, byte[] into, int at) {
    if (b == (byte) 0xC2 || b == (byte) 0xE2) {
      begun[length++] = b;
      return at;
    } else if (b == 0x7F) {
      return put(DELETE, DELETE.length, into, at);
    } else if (b >= 0 && b < 0x20 && b != '\n' && b != '\t') {
      byte[] picture = {(byte) 0xE2, (byte) 0x90, (byte) (0x80 + b)}; // U+2400 and what follows
      return put(picture, picture.length, into, at);
    }
    into[at] = b;
    return at + 1;
  }

  /** U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows. */
  private static boolean isDirection(byte second, byte third) {
    int last = third & 0xFF;
    return second == (byte) 0x80 ? last >= 0xAA && last <= 0xAE : last >= 0xA6 && last <= 0xA9;
  }

  private static int put(byte[] what, int length, byte[] into, int at) {
    System.arraycopy(what, 0, into, at, length);
    return at + length;
  }

  @Override
  public void flush() throws IOException {
    if (length > 0) {
      out.write(begun, 0, length);
      length = 0;
    }
    out.flush();
  }
}
