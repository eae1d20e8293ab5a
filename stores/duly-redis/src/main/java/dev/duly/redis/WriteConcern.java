package dev.duly.redis;

import java.time.Duration;

/**
 * What must have a job, beside the primary's memory, before {@code enqueue} returns. An immutable
 * value.
 *
 * <p>When they are not that many in time, {@code enqueue} throws though the primary may have the
 * job: the same jobs may be sent again. Without a majority that a failover asks, as Redis has none,
 * this makes a loss unlikely, not impossible: Sentinel may promote a replica that did not confirm.
 *
 * @param replicas how many of them, by {@code WAIT}; in a Cluster of the queue's own primary
 * @param onDisk whether it must be on the primary's disk, and on that of the replicas, by {@code
 *     WAITAOF}: then also under {@code appendfsync everysec} an acknowledged job outlives a power
 *     cut, and takes up to a second or two. Redis 7.2 or 8 with {@code appendonly yes}; versions
 *     that are known to confirm too soon are refused when the backend is opened
 * @param within 1 ms to 4 s
 */
public record WriteConcern(int replicas, boolean onDisk, Duration within) {
  private static final Duration WITHIN_MAX = Duration.ofSeconds(4); // an answer is awaited for 5

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException naming the value and the limit
   */
  public WriteConcern {
    if (replicas < 0 || (replicas == 0 && !onDisk)) {
      throw new IllegalArgumentException(
          "replicas must be at least " + (onDisk ? 0 : 1) + ", was " + replicas);
    }
    if (within.toMillis() < 1 || within.compareTo(WITHIN_MAX) > 0) {
      throw new IllegalArgumentException("within must be 1 ms to 4 s, was " + within);
    }
  }

  /** In the memory of so many replicas. */
  public static WriteConcern byReplicas(int replicas, Duration within) {
    return new WriteConcern(replicas, false, within);
  }

  /** On the primary's disk. */
  public static WriteConcern onDisk(Duration within) {
    return new WriteConcern(0, true, within);
  }
}
