package dev.duly.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** On which terms a job's key is unique; the key itself is {@link Labels#uniqueKey}. */
public record Unique(Until until, OnConflict onConflict) {
  /** Held until the job has finished; another one is told who holds it. */
  public static final Unique DEFAULT = new Unique(Until.finished(), OnConflict.RETURN_EXISTING);

  public Unique {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(onConflict, "onConflict");
  }

  /**
   * The key of what is unique by its payload: its type and the payload's SHA-256, in hexadecimal.
   */
  public static String keyOf(String type, Payload payload) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(payload.bytes());
      return type + ":" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  public Unique withUntil(Until until) {
    return new Unique(until, onConflict);
  }

  public Unique withOnConflict(OnConflict onConflict) {
    return new Unique(until, onConflict);
  }
}
