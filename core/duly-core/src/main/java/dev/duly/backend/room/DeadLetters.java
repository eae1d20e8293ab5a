package dev.duly.backend.room;

import dev.duly.job.Enqueued;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.util.List;

/**
 * The dead letters, which are all of its jobs that a broker can show. Thread-safe. Acts on dead
 * letters and on nothing else: another job is answered {@code WRONG_STATE} where the backend sees
 * it, and {@code NOT_FOUND} where it does not.
 */
public interface DeadLetters extends JobView {
  /** One page of the letters that fit, the latest death first. */
  @Override
  JobPage list(JobQuery query);

  /** Puts letters back in their queue, due at once, with a fresh budget (rule D3). */
  List<Acted> requeue(List<JobRef> letters, String who);

  /**
   * The same of one letter with another payload, in one act.
   *
   * @throws dev.duly.backend.InvalidJobsException if the payload breaks a limit
   */
  Acted requeue(JobRef letter, Payload edited, String who);

  /**
   * Changes a letter's payload; it stays a letter.
   *
   * @throws dev.duly.backend.InvalidJobsException if the payload breaks a limit
   */
  Acted edit(JobRef letter, Payload payload, String who);

  /** Forgets letters, with their attempts: nothing of them stays but the audit, if there is one. */
  List<Acted> discard(List<JobRef> letters, String who);

  /** As {@link Operator#importDead}. */
  List<Enqueued> importDead(List<DeadJob> letters, String who);
}
