package dev.duly.backend;

import dev.duly.job.Job;
import dev.duly.job.JobRef;
import dev.duly.job.Streaks;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a settlement or an extension says of its claim: all that a backend may read of it, so that a
 * claim outlives the process that passed it on. The token comes back from its text with {@link
 * Backend#token(String)}.
 *
 * @param job where the job is stored
 * @param type of the job, by which its runs are counted
 * @param attempt the number of this attempt, from 1
 * @param scheduledAt when the job was due
 * @param claimedAt by the engine's clock
 * @param streaks of the job when it was claimed
 * @param awaited another process waits for the job's end, and wants to hear of it (rule N3)
 */
public record ClaimRef(
    Token token,
    JobRef job,
    String type,
    int attempt,
    Instant scheduledAt,
    Instant claimedAt,
    Streaks streaks,
    boolean awaited) {

  /** The header of a job whose end is announced. */
  public static final String AWAITED = "duly-awaited";

  /** Of a claim of this job, as it was when it was claimed. */
  public static ClaimRef of(Job job, Token token, Instant claimedAt) {
    return new ClaimRef(
        token,
        job.ref(),
        job.type(),
        job.attempt(),
        job.scheduledAt(),
        claimedAt,
        job.streaks(),
        job.labels().headers().containsKey(AWAITED));
  }

  /** What the producer gave the job to carry, without what is Duly's own. */
  public static Map<String, String> givenHeaders(Job job) {
    Map<String, String> all = job.labels().headers();
    if (!all.containsKey(AWAITED)) {
      return all;
    }
    Map<String, String> given = new HashMap<>(all);
    given.remove(AWAITED);
    return Map.copyOf(given);
  }
}
