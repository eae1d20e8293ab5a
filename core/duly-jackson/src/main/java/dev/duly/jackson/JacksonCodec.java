package dev.duly.jackson;

import dev.duly.Codec;
import dev.duly.job.Payload;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as JSON. Thread-safe. The class to read is always the one that the job's type names;
 * nothing in the bytes can choose another, so payloads stay data.
 *
 * <p>The first hundred payloads of each class are read back when they are enqueued, and an enqueue
 * is refused if its payload does not come back as it was: a field without a getter, a class that
 * cannot be made again, a {@code Long} where {@code Object} is declared, since it comes back as an
 * {@code Integer}. Later payloads of the class are only written.
 */
public final class JacksonCodec implements Codec {
  private static final int READ_BACK = 100; // payloads of each class: the first may have defaults
  private static final int DIGITS_MAX = 1_000; // of a number that Jackson reads
  private static final int PATH_MAX = 200;

  private final JsonMapper mapper;
  private final Map<Class<?>, AtomicInteger> readBack = new ConcurrentHashMap<>();

  private JacksonCodec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Plain JSON: ISO-8601 times with their zones, numbers with all their digits, maps and sets
   * without an order of their own sorted; unknown fields ignored, so that a newer producer does not
   * stop an older worker. A primitive that is missing, a field twice and a class without any
   * property are mistakes.
   */
  public static JacksonCodec standard() {
    return new JacksonCodec(mapper());
  }

  static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(StableOrder.module())
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
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
              + reason(e)
              + advice(e),
          e);
    }
  }

  private static String advice(JacksonException e) {
    if (isOfTheApplication(e.getCause())) {
      return ". A getter must not throw: put @JsonIgnore on it if it is no part of the payload";
    }
    return e instanceof InvalidDefinitionException ? ". Make it a record, or give it getters" : "";
  }

  @Override
  public Payload encode(Object value, Type readAs) {
    Payload payload = encode(value);
    AtomicInteger checked = readBack.computeIfAbsent(value.getClass(), type -> new AtomicInteger());
    if (checked.get() < READ_BACK || hasLongNumber(payload.bytes())) {
      requireSame(value, readBack(value, payload, readAs));
      checked.incrementAndGet();
    }
    return payload;
  }

  private Object readBack(Object value, Payload payload, Type readAs) {
    try {
      return decode(payload, readAs);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "a "
              + value.getClass().getName()
              + " can be written as JSON, but not be read again: "
              + reason(e)
              + ". Make it a record whose fields are records, lists, strings, numbers, times or maps"
              + " with such keys as strings and numbers;"
              + " for an interface name the types with @JsonTypeInfo(use = NAME) and @JsonSubTypes",
          e);
    }
  }

  /** What is wrong and where. */
  private static String reason(JacksonException e) {
    String what =
        isOfTheApplication(e.getCause()) ? String.valueOf(e.getCause()) : e.getOriginalMessage();
    String path = e.getPathReference();
    String place = path.length() <= PATH_MAX ? path : path.substring(0, PATH_MAX) + "…";
    return e.getPath().isEmpty() ? what : what + " (at " + place + ")";
  }

  /** A getter that threw, and nothing about its class. */
  private static boolean isOfTheApplication(@Nullable Throwable cause) {
    return cause != null && !(cause instanceof JacksonException);
  }

  private static void requireSame(Object value, Object got) {
    RoundTrip.difference(value, got)
        .ifPresent(
            found -> {
              throw new IllegalArgumentException(
                  "a "
                      + value.getClass().getName()
                      + " does not come back from JSON as it was: "
                      + (found.at().isEmpty() ? "it " : "its " + found.at() + " ")
                      + found.how()
                      + ". "
                      + found.instead());
            });
  }

  /** Whether there is a number that is written but not read; seen in no payload but a long one. */
  private static boolean hasLongNumber(byte[] json) {
    int digits = 0;
    for (int i = 0; json.length > DIGITS_MAX && i < json.length; i++) {
      digits = json[i] >= '0' && json[i] <= '9' ? digits + 1 : 0;
      if (digits > DIGITS_MAX / 2) { // a number may have a point in its middle
        return true;
      }
    }
    return false;
  }

  @Override
  public Object decode(Payload payload, Type type) {
    if (!payload.contentType().equals(Payload.JSON)) {
      throw new IllegalArgumentException(
          "the payload is " + payload.contentType() + ", not " + Payload.JSON);
    }
    JavaType javaType = mapper.constructType(type);
    @Nullable Object value = mapper.readValue(payload.bytes(), javaType);
    if (value == null) {
      throw new IllegalArgumentException(
          "the payload is null, a " + type.getTypeName() + " was expected");
    }
    return value;
  }

  @Override
  public <T> T decode(Payload payload, Class<T> type) {
    return type.cast(decode(payload, (Type) type));
  }
}
