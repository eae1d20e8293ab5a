package dev.duly.cli.job;

import dev.duly.job.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job in the words of a person: what is null was not said.
 *
 * @param in due after a while
 * @param at due at an instant
 * @param retry a policy as text, or {@code never}
 * @param headers by name
 */
public record JobText(
    String type,
    Payload payload,
    @Nullable String queue,
    @Nullable String priority,
    @Nullable String in,
    @Nullable String at,
    @Nullable String id,
    @Nullable Integer maxAttempts,
    @Nullable String retry,
    @Nullable String timeout,
    @Nullable String group,
    List<String> tags,
    Map<String, String> headers,
    Terms terms) {
  /**
   * Until when it may start, and what it is unique by.
   *
   * @param until {@code finished}, {@code started} or a time
   * @param onConflict {@code return_existing}, {@code replace} or {@code reject}
   */
  public record Terms(
      @Nullable String expiresIn,
      @Nullable String expiresAt,
      @Nullable String unique,
      @Nullable String until,
      @Nullable String onConflict) {}
}
