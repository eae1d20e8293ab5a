package dev.duly.backend.limit;

import dev.duly.limit.Limit;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a limit is used now.
 *
 * @param key the group key; empty: the queue as a whole
 * @param limit empty: there is none, and a handler holds the key or the queue for a while (rule L3)
 * @param running jobs that hold a place
 * @param opensAt when the next job may start, as far as time alone decides; empty: now
 */
public record Meter(
    String queue,
    Optional<String> key,
    Optional<Limit> limit,
    int running,
    Optional<Instant> opensAt) {}
