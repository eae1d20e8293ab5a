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
 * doubling to 250 ms. However often it rings, looking takes a twentieth of the time at most.
 */
public final class LookedForEnds implements EndWatch {
  private static final long PAUSE_NANOS_MIN = 5_000_000;
  private static final long PAUSE_NANOS_MAX = 250_000_000;
  private static final int SHARE = 20; // of the time between two looks, at least, per look

  private final Inspector inspector;
  private final LongPoll<?, EndedJob> poll;
  private volatile long pauseNanos = PAUSE_NANOS_MIN;
  // Only the thread that waits.
  private long lookedNanos = System.nanoTime();
  private long gapNanos;

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
    LockSupport.parkNanos(this, gapNanos - (System.nanoTime() - lookedNanos));
    long began = System.nanoTime();
    List<EndedJob> ended = new ArrayList<>();
    for (int from = 0; from < jobs.size(); from += JobQuery.LIMIT_MAX) {
      ended.addAll(over(jobs.subList(from, Math.min(from + JobQuery.LIMIT_MAX, jobs.size()))));
    }
    lookedNanos = System.nanoTime();
    gapNanos = Math.max(PAUSE_NANOS_MIN, SHARE * (lookedNanos - began));
    return ended;
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
