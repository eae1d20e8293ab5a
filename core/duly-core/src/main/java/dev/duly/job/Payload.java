package dev.duly.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a handler is given: opaque bytes, their content type, the version of their shape and, if
 * they are encrypted, the id of the key. The bytes are shared, not copied: who made or received a
 * payload does not change them.
 *
 * @param version the shape's version, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, sharing is documented above
public record Payload(byte[] bytes, String contentType, int version, Optional<String> keyId) {
  public static final String JSON = "application/json";
  private static final Payload NONE = json("null");

  public Payload {
    if (version < 1) {
      throw new IllegalArgumentException("payload_version must be at least 1, was " + version);
    }
    if (contentType.isEmpty() || contentType.length() > 127) {
      throw new IllegalArgumentException(
          "content_type must be 1 to 127 characters, was " + Names.quoted(contentType));
    }
  }

  public Payload(byte[] bytes, String contentType) {
    this(bytes, contentType, 1, Optional.empty());
  }

  /** JSON text; whether it is JSON is not looked at here. */
  public static Payload json(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8), JSON);
  }

  /** JSON {@code null}: the payload of a job that needs none. */
  public static Payload none() {
    return NONE;
  }

  public int size() {
    return bytes.length;
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Same bytes, content type and version: the same content, when an id is enqueued again. */
  public boolean sameContent(Payload other) {
    return version == other.version
        && contentType.equals(other.contentType)
        && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Payload other && sameContent(other) && keyId.equals(other.keyId);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Never the bytes: payloads may be secret and logs are not. */
  @Override
  public String toString() {
    return contentType + " of " + bytes.length + " bytes";
  }
}
