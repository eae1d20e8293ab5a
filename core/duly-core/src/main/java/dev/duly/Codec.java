package dev.duly;

import dev.duly.job.Payload;

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
        public <T> T decode(Payload payload, Class<T> type) {
          throw new IllegalArgumentException(
              "there is no codec to read a " + type.getName() + " from a payload");
        }
      };

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if the value cannot be written
   */
  Payload encode(Object value);

  /**
   * Writes a payload that is going to be read as this class. A codec refuses here what it could
   * write but not read again as it was.
   *
   * @throws IllegalArgumentException if the value cannot be written, or would lose something
   */
  default Payload encode(Object value, Class<?> readAs) {
    return encode(value);
  }

  /**
   * Reads a value.
   *
   * @throws Exception if the bytes cannot be read as that class; the job is parked then, not failed
   */
  <T> T decode(Payload payload, Class<T> type) throws Exception;
}
