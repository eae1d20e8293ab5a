package dev.duly.backend.room;

import java.time.Instant;

/**
 * What a person did.
 *
 * @param act {@code requeue cancel reschedule delete edit import pause resume pause-type
 *     resume-type keep}
 * @param target the job, the queue, the type or the retention; of many jobs the first
 * @param jobs how many it did something to; 0 for a queue
 */
public record AuditRecord(Instant at, String who, String act, String target, int jobs) {}
