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
 * The scripts' text, each after what all of them begin with, and the names that Redis gives them.
 */
final class Scripts {
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
    String common = change.apply("common.lua", read("common.lua"));
    for (Script script : Script.values()) {
      byte[] text =
          (common + change.apply(script.file(), read(script.file())))
              .getBytes(StandardCharsets.UTF_8);
      code.put(script, text);
      sha.put(script, sha(text));
    }
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
