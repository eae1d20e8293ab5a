package dev.duly.backend;

import java.time.Instant;

/**
 * What a person did.
 *
 * @param act {@code requeue cancel delete edit pause resume}
 * @param target the job or the queue; of many jobs the first
 * @param jobs how many it did something to; 0 for a queue
 */
public record AuditRecord(Instant at, String who, String act, String target, int jobs) {}
