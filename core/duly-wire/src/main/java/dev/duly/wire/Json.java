package dev.duly.wire;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * Reads what people write as JSON and writes what they read. A payload goes through as it stands:
 * its text is checked and copied, never parsed and written again, so that {@code 1.10} stays that.
 */
public final class Json {
  private static final int MESSAGE_MAX = 200;
  private static final int DEPTH_MAX = 500;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxNestingDepth(DEPTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final JsonMapper PRETTY =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** Something to do with a text that may be no JSON. */
  private interface Reading<T> {
    T read() throws JacksonException;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException with what is wrong and where
   */
  public static JsonNode parse(String text) {
    JsonNode node = reading(() -> MAPPER.readTree(text));
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("not valid JSON: it is empty");
    }
    return node;
  }

  /**
   * Checks that it is one value, and makes nothing of it.
   *
   * @throws IllegalArgumentException with what is wrong and where
   */
  public static void requireValid(String text) {
    boolean any =
        reading(
            () -> {
              try (JsonParser parser = MAPPER.createParser(text)) {
                JsonToken first = parser.nextToken();
                parser.skipChildren();
                if (first != null && parser.nextToken() != null) {
                  throw new IllegalArgumentException("not valid JSON: there is more after its end");
                }
                return first != null;
              }
            });
    if (!any) {
      throw new IllegalArgumentException("not valid JSON: it is empty");
    }
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not valid JSON" + place(e.getLocation()) + ": " + reason(e.getOriginalMessage()), e);
    }
  }

  private static String place(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String reason(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is more after its end";
    }
    return message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX) + "…";
  }

  public static boolean isValid(String text) {
    try {
      requireValid(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The text of a field's value in an object that {@link #parse} has read, as it stands there. */
  public static Optional<String> textOf(String object, String field) {
    return reading(
        () -> {
          try (JsonParser parser = MAPPER.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
              boolean found = parser.currentName().equals(field);
              parser.nextToken();
              int start = (int) parser.currentTokenLocation().getCharOffset();
              int end = endOfValue(parser);
              if (found) {
                return Optional.of(object.substring(start, end));
              }
            }
            return Optional.empty();
          }
        });
  }

  private static int endOfValue(JsonParser parser) {
    boolean isString = parser.currentToken() == JsonToken.VALUE_STRING;
    boolean isScalar = parser.currentToken().isScalarValue();
    parser.skipChildren();
    if (isString) {
      parser.finishToken();
      return (int) parser.currentLocation().getCharOffset();
    }
    int last = (int) parser.currentTokenLocation().getCharOffset();
    return last + (isScalar ? parser.getStringLength() : 1);
  }

  /**
   * A text that is valid JSON, to be written as it stands but for line breaks, which only lie
   * between its tokens and would end a line of JSON lines.
   */
  public static Object raw(String json) {
    return new RawValue(json.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' '));
  }

  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value);
  }
}
