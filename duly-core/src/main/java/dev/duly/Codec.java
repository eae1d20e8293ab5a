package dev.duly;

import dev.duly.job.Payload;

/** Turns payload objects into bytes and back. Thread-safe. */
public interface Codec {
  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if the value cannot be written
   */
  Payload encode(Object value);

  /**
   * Reads a value.
   *
   * @throws Exception if the bytes cannot be read as that class; the job is parked then, not failed
   */
  <T> T decode(Payload payload, Class<T> type) throws Exception;
}
