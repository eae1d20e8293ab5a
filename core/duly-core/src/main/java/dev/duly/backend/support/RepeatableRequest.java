package dev.duly.backend.support;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/**
 * The number that a session's next request for claims carries. It stays the same until the request
 * has brought claims and their answer has arrived, so that a request which is repeated after a lost
 * answer is known by its number (rule C10). Not thread-safe: guarded by its session.
 */
public final class RepeatableRequest {
  private static final long STARTS = 1L << 52;

  private final long step;
  private long number;
  private boolean repeated;

  private RepeatableRequest(long number, long step) {
    this.number = number;
    this.step = step;
  }

  /**
   * Numbers that no other session has, as far as chance can tell.
   *
   * @param step how many numbers each request uses up
   */
  public static RepeatableRequest random(int step) {
    return new RepeatableRequest(new SecureRandom().nextLong(STARTS) * step, step);
  }

  /** Numbers from 0, for a session that has a name of its own. */
  public static RepeatableRequest counted() {
    return new RepeatableRequest(0, 1);
  }

  /** The first of the numbers that the next request uses. */
  public long number() {
    return number;
  }

  /** Whether it may have been answered before, and that answer was lost. */
  public boolean isRepeated() {
    return repeated;
  }

  /** Sends the request; if that throws, the next one repeats it. */
  public <T> T send(Supplier<T> request) {
    repeated = true; // until the answer has come
    T answer = request.get();
    repeated = false;
    return answer;
  }

  /** What the answer brought: claims use the numbers up. */
  public void answered(List<?> claims) {
    if (!claims.isEmpty()) {
      number += step;
    }
  }
}
