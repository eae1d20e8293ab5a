package dev.duly.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes the records that Redis keeps: big-endian numbers, and texts after their length. */
final class Bytes {
  private static final byte[] NONE = {};

  private final ByteArrayOutputStream out;

  Bytes(int size) {
    out = new ByteArrayOutputStream(size);
  }

  /** Text as Redis takes it; bytes that were read one to a character go back as they were. */
  static byte[] latin(String text) {
    return text.isEmpty() ? NONE : text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** At most so many bytes, whole characters. */
  static byte[] utf8(String text, int max) {
    int end = Math.min(text.length(), max);
    byte[] bytes = utf8(text.substring(0, end));
    while (bytes.length > max) {
      end--;
      bytes = utf8(text.substring(0, end));
    }
    return bytes;
  }

  static byte[] of(long number) {
    return latin(Long.toString(number));
  }

  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What bytes say that were read one to a character. */
  static String text(String latin) {
    return new String(latin(latin), StandardCharsets.UTF_8);
  }

  Bytes number(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >> shift));
    }
    return this;
  }

  /** At most 4 GiB. */
  Bytes text(String text, int lengthBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return number(bytes.length, lengthBytes).raw(bytes);
  }

  /** A byte that says whether there is one, then it. */
  Bytes text(Optional<String> text, int lengthBytes) {
    number(text.isPresent() ? 1 : 0, 1);
    text.ifPresent(t -> text(t, lengthBytes));
    return this;
  }

  Bytes raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    return this;
  }

  byte[] done() {
    return out.toByteArray();
  }

  /** Reads them. */
  static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    long number(int count) {
      long value = 0;
      for (int i = 0; i < count; i++) {
        value = (value << 8) | (bytes[at++] & 0xff);
      }
      return value;
    }

    String text(int lengthBytes) {
      int length = (int) number(lengthBytes);
      String text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }

    Optional<String> optional(int lengthBytes) {
      return number(1) == 1 ? Optional.of(text(lengthBytes)) : Optional.empty();
    }

    byte[] raw(int length) {
      byte[] raw = new byte[length];
      System.arraycopy(bytes, at, raw, 0, length);
      at += length;
      return raw;
    }

    byte[] rest() {
      return raw(bytes.length - at);
    }
  }
}
