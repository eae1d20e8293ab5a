package dev.duly.jackson;

import dev.duly.Codec;
import dev.duly.job.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as JSON. Thread-safe. The class to read is always the one that the job's type names;
 * nothing in the bytes can choose another, so payloads stay data.
 */
public final class JacksonCodec implements Codec {
  private final JsonMapper mapper;

  private JacksonCodec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Plain JSON: ISO-8601 times, unknown fields ignored, so that a newer producer does not stop an
   * older worker. A primitive that is missing and a field twice are mistakes.
   */
  public static JacksonCodec standard() {
    return new JacksonCodec(
        JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
  }

  /** On a mapper of the application's, which must not have polymorphic typing by class name. */
  public static JacksonCodec of(JsonMapper mapper) {
    return new JacksonCodec(mapper);
  }

  @Override
  public Payload encode(Object value) {
    try {
      return new Payload(mapper.writeValueAsBytes(value), Payload.JSON);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "a "
              + value.getClass().getName()
              + " cannot be written as JSON: "
              + e.getOriginalMessage(),
          e);
    }
  }

  @Override
  public <T> T decode(Payload payload, Class<T> type) {
    if (!payload.contentType().equals(Payload.JSON)) {
      throw new IllegalArgumentException(
          "the payload is " + payload.contentType() + ", not " + Payload.JSON);
    }
    T value = mapper.readValue(payload.bytes(), type);
    if (value == null && type != Void.class) {
      throw new IllegalArgumentException(
          "the payload is null, a " + type.getName() + " was expected");
    }
    return value;
  }
}
