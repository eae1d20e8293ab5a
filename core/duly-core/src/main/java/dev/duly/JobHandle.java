package dev.duly;

import dev.duly.job.JobId;

/**
 * The receipt of an enqueued job.
 *
 * @param isNew false if the same job was stored already
 */
public record JobHandle(JobId id, boolean isNew) {}
