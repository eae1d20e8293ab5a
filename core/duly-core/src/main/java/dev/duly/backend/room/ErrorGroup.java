package dev.duly.backend.room;

import dev.duly.job.Failure;
import dev.duly.job.JobRef;
import java.time.Instant;

/**
 * Failures of one fingerprint, as far as attempts are kept.
 *
 * @param latest the latest of them
 * @param failures how many attempts failed so
 * @param jobs how many jobs had one
 * @param dead how many of the dead letters died of it
 * @param sample the job of the latest
 * @param type of that job
 */
public record ErrorGroup(
    Failure latest,
    long failures,
    long jobs,
    long dead,
    Instant first,
    Instant last,
    JobRef sample,
    String type) {}
