package dev.duly.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes MessagePack, which a script reads by {@code cmsgpack.unpack} as one table. Text and bytes
 * are both written as strings, since Lua has no other. Source: the MessagePack specification,
 * https://github.com/msgpack/msgpack/blob/master/spec.md.
 */
final class Packed {
  private byte[] out = new byte[256];
  private int size;

  /** So many pairs of a key and a value follow. */
  Packed map(int pairs) {
    return head(0x80, 0xde, pairs);
  }

  /** So many values follow. */
  Packed array(int values) {
    return head(0x90, 0xdc, values);
  }

  private Packed head(int small, int large, int count) {
    if (count < 16) {
      return number(small | count, 1);
    }
    return count < 1 << 16
        ? number(large, 1).number(count, 2)
        : number(large + 1, 1).number(count, 4);
  }

  /** A key of a table. */
  Packed key(String name) {
    return bytes(name.getBytes(StandardCharsets.US_ASCII));
  }

  Packed bytes(byte[] value) {
    if (value.length < 32) {
      number(0xa0 | value.length, 1);
    } else if (value.length < 1 << 16) {
      number(0xda, 1).number(value.length, 2);
    } else {
      number(0xdb, 1).number(value.length, 4);
    }
    return raw(value);
  }

  /** Characters up to 255, each as its byte. */
  Packed latin(String value) {
    return bytes(value.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Not negative. */
  Packed number(long value) {
    return value < 128 ? number(value, 1) : number(0xcf, 1).number(value, 8);
  }

  Packed bool(boolean value) {
    return number(value ? 0xc3 : 0xc2, 1);
  }

  /** What has been packed before. */
  Packed raw(byte[] packed) {
    ensure(packed.length);
    System.arraycopy(packed, 0, out, size, packed.length);
    size += packed.length;
    return this;
  }

  private Packed number(long value, int bytes) {
    ensure(bytes);
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out[size++] = (byte) (value >> shift);
    }
    return this;
  }

  private void ensure(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
    }
  }

  byte[] done() {
    return Arrays.copyOf(out, size);
  }
}
