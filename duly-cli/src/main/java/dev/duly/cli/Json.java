package dev.duly.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what people write as JSON and writes what they read. */
final class Json {
  private static final int MESSAGE_MAX = 200;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final JsonMapper PRETTY =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException with what is wrong and where
   */
  static JsonNode parse(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not valid JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + cut(String.valueOf(e.getOriginalMessage())),
          e);
    }
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("not valid JSON: it is empty");
    }
    return node;
  }

  private static String cut(String message) {
    return message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX) + "…";
  }

  static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static String pretty(Object value) {
    return PRETTY.writeValueAsString(value);
  }
}
