package dev.duly;

import dev.duly.job.Payload;
import java.lang.reflect.Type;

/** Turns payload objects into bytes and back. Thread-safe. */
public interface Codec {
  /**
   * For an application whose payloads are all {@link Payload}, as those of {@link JobType#raw} are:
   * turns no other object into bytes.
   */
  Codec RAW =
      new Codec() {
        @Override
        public Payload encode(Object value) {
          throw new IllegalArgumentException(
              "a "
                  + value.getClass().getName()
                  + " is no Payload, and there is no codec to make it one");
        }

        @Override
        public Object decode(Payload payload, Type type) {
          throw new IllegalArgumentException(
              "there is no codec to read a " + type.getTypeName() + " from a payload");
        }
      };

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if the value cannot be written
   */
  Payload encode(Object value);

  /**
   * Writes a payload that is going to be read as this type. A codec refuses here what it could
   * write but not read again as it was.
   *
   * @throws IllegalArgumentException if the value cannot be written, or would lose something
   */
  default Payload encode(Object value, Type readAs) {
    return encode(value);
  }

  /**
   * Reads a value, never null.
   *
   * @param type a class, or a type with parameters as {@link TypeRef#type} has it
   * @throws Exception if the bytes cannot be read as that; the job is parked then, not failed
   */
  Object decode(Payload payload, Type type) throws Exception;

  /** The same of a class. */
  default <T> T decode(Payload payload, Class<T> type) throws Exception {
    return type.cast(decode(payload, (Type) type));
  }
}
