package dev.duly.backend.room;

import java.time.Instant;

/**
 * What a handler said.
 *
 * @param at by the engine's clock
 */
public record LogLine(Instant at, String text) {}
