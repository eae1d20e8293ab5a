package dev.duly.backend.room;

import dev.duly.job.Due;
import dev.duly.job.Enqueued;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.util.List;

/**
 * Acts for a person. Thread-safe. Each act that did something is in the audit, with who, when and
 * how many, in the transaction that did it (rule D2).
 */
public interface Operator {
  /**
   * Puts dead or cancelled jobs back in their queue, due at once, with a fresh budget and their
   * history (rule D3).
   */
  List<Acted> requeue(List<JobRef> jobs, String who);

  /**
   * The same of one job with another payload, in one act.
   *
   * @throws dev.duly.backend.InvalidJobsException if the payload breaks a limit
   */
  Acted requeue(JobRef job, Payload edited, String who);

  /**
   * Keeps dead letters that come from elsewhere as they were there, with their times and attempts;
   * an id that is taken stays as it is.
   *
   * @return as {@link dev.duly.backend.Backend#enqueue} does
   * @throws dev.duly.backend.InvalidJobsException if any job breaks a limit; then none was stored
   */
  List<Enqueued> importDead(List<DeadJob> letters, String who);

  /**
   * Cancels waiting jobs at once; asks running ones to stop, and if they complete first, their
   * result stands (rule T3). Their workers hear of it within a second, in whichever process.
   */
  List<Acted> cancel(List<JobRef> jobs, String who);

  /**
   * Gives waiting jobs another time, those that are scheduled, that wait for a retry or are parked
   * among them; attempts stay as they are. {@link Due#now} runs them at once.
   *
   * @throws dev.duly.backend.InvalidJobsException if the time breaks a limit
   */
  List<Acted> reschedule(List<JobRef> jobs, Due due, String who);

  /** Forgets jobs that do not run, with their attempts: nothing of them stays but the audit. */
  List<Acted> delete(List<JobRef> jobs, String who);

  /**
   * Forgets dead letters, as {@link #delete} does, and no other job: one that was requeued in the
   * meantime stays.
   */
  List<Acted> discard(List<JobRef> letters, String who);

  /**
   * Changes the payload of a job that is neither running nor completed; the next attempt gets it.
   *
   * @throws dev.duly.backend.InvalidJobsException if the payload breaks a limit
   */
  Acted edit(JobRef job, Payload payload, String who);

  /** Stops claims from the queue, which need not exist yet; running jobs finish (rule C9). */
  void pause(String queue, String who);

  void resume(String queue, String who);

  /**
   * Stops claims of jobs of the type, in all queues; running jobs finish. Costs one look at every
   * waiting job, and claims nothing.
   */
  void pauseType(String type, String who);

  void resumeType(String type, String who);

  /**
   * Says how long jobs are kept that are over: from then on, for every process on the store. What
   * is over for longer is deleted with its attempts, in small pieces, within minutes.
   */
  void keep(Retention retention, String who);
}
