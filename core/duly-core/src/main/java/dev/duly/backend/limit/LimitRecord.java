package dev.duly.backend.limit;

import dev.duly.limit.Limit;
import java.util.Optional;

/**
 * A limit, as it is stored.
 *
 * @param declared what code declared of its target last, as text; empty: a person set it
 */
public record LimitRecord(Limit limit, Optional<String> declared) {}
