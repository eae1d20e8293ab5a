package dev.duly.backend.schedule;

import dev.duly.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one nominal time of a schedule: a line of its ledger.
 *
 * @param reason why it was skipped or missed; empty if there is nothing to say
 * @param job that was fired
 */
public record Tick(Instant nominal, TickOutcome outcome, String reason, Optional<JobId> job) {}
