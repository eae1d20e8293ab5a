package dev.duly.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * The scripts' text and the names that Redis gives them. Each follows {@code keys.lua} and the
 * files that its first line includes.
 */
final class Scripts {
  private static final String KEYS = "keys.lua";
  private static final String INCLUDES = "-- includes: ";

  private final Map<Script, byte[]> code = new EnumMap<>(Script.class);
  private final Map<Script, byte[]> sha = new EnumMap<>(Script.class);

  Scripts() {
    this((file, text) -> text);
  }

  /**
   * Changed scripts, for a test.
   *
   * @param change of a file of this name and its text
   */
  Scripts(BinaryOperator<String> change) {
    for (Script script : Script.values()) {
      byte[] text = whole(script.file(), change).getBytes(StandardCharsets.UTF_8);
      code.put(script, text);
      sha.put(script, sha(text));
    }
  }

  /** With what it includes, each in front of it. */
  private static String whole(String file, BinaryOperator<String> change) {
    StringBuilder whole = new StringBuilder(change.apply(KEYS, read(KEYS)));
    String own = read(file);
    if (own.startsWith(INCLUDES)) {
      for (String name : own.substring(INCLUDES.length(), own.indexOf("\n")).split(" ", -1)) {
        whole.append(change.apply(name + ".lua", read(name + ".lua")));
      }
    }
    return whole.append(change.apply(file, own)).toString();
  }

  @SuppressWarnings("NullAway") // all are there
  byte[] code(Script script) {
    return code.get(script);
  }

  @SuppressWarnings("NullAway") // all are there
  byte[] sha(Script script) {
    return sha.get(script);
  }

  private static String read(String file) {
    try (InputStream in = Scripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha(byte[] code) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(code);
      return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
