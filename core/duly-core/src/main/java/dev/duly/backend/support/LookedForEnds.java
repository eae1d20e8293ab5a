package dev.duly.backend.support;

import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.EndedJob;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the ends of jobs by looking where they stand: when news ring, and else after 5 ms,
 * doubling to 250 ms. However often it rings, looking takes a fifth of the time at most, but for
 * 100 ms of it now and then; it waits 250 ms for that at most.
 */
public final class LookedForEnds implements EndWatch {
  private static final long PAUSE_NANOS_MIN = 5_000_000;
  private static final long PAUSE_NANOS_MAX = 250_000_000;
  private static final int SHARE = 5;
  private static final long CREDIT_NANOS_MAX = 100_000_000;
  private static final long DEBT_NANOS_MAX = PAUSE_NANOS_MAX / SHARE;

  private final Inspector inspector;
  private final LongPoll<?, EndedJob> poll;
  private volatile long pauseNanos = PAUSE_NANOS_MIN;
  // Only the thread that waits.
  private long lookedNanos = System.nanoTime();
  private long creditNanos = CREDIT_NANOS_MAX; // what looking may take; negative: it has to wait

  /**
   * A watch.
   *
   * @param poll rings when a job may have ended
   */
  public LookedForEnds(Inspector inspector, LongPoll<?, EndedJob> poll) {
    this.inspector = inspector;
    this.poll = poll;
  }

  @Override
  public List<EndedJob> ended(List<JobRef> jobs, Duration waitMax) {
    return poll.poll(waitMax, () -> look(jobs), this::untilNextLook);
  }

  private List<EndedJob> look(List<JobRef> jobs) {
    long began = awaitTurn();
    List<EndedJob> ended = new ArrayList<>();
    for (int from = 0; from < jobs.size(); from += JobQuery.LIMIT_MAX) {
      ended.addAll(over(jobs.subList(from, Math.min(from + JobQuery.LIMIT_MAX, jobs.size()))));
    }
    lookedNanos = System.nanoTime();
    creditNanos = Math.max(-DEBT_NANOS_MAX, creditNanos - (lookedNanos - began));
    return ended;
  }

  /** When looking has taken too much of the time, waits until it has not; the time by then. */
  private long awaitTurn() {
    long since = System.nanoTime() - lookedNanos;
    long needed = creditNanos < 0 ? -creditNanos * SHARE : 0;
    LockSupport.parkNanos(this, needed - since);
    long now = System.nanoTime();
    creditNanos = Math.min(CREDIT_NANOS_MAX, creditNanos + (now - lookedNanos) / SHARE);
    return now;
  }

  private List<EndedJob> over(List<JobRef> jobs) {
    List<Optional<JobState>> states = inspector.states(jobs);
    List<EndedJob> ended = new ArrayList<>();
    List<JobRef> over = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      if (states.get(i).isEmpty()) {
        ended.add(EndedJob.unknown(jobs.get(i)));
      } else if (states.get(i).get().isFinal()) {
        over.add(jobs.get(i));
      }
    }
    if (!over.isEmpty()) {
      inspector.find(over).stream()
          .filter(job -> job.state().isFinal()) // not requeued meanwhile
          .map(EndedJob::of)
          .forEach(ended::add);
    }
    return ended;
  }

  /** With some chance, so that processes do not look all at once. */
  private long untilNextLook() {
    long pause = pauseNanos;
    pauseNanos = Math.min(2 * pause, PAUSE_NANOS_MAX);
    return pause + ThreadLocalRandom.current().nextLong(pause / 4);
  }

  @Override
  public void wake() {
    pauseNanos = PAUSE_NANOS_MIN;
    poll.wake();
  }

  @Override
  public void close() {
    poll.close();
  }
}
