package dev.duly.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of many queues have nothing to claim now. A claim asks one queue after the other, since
 * what one brings is not asked of the next; a look at all of them is one round trip.
 *
 * @param queues that have nothing
 * @param nextMillis in how many milliseconds the first of them may have something; -1 if none will
 */
record IdleQueues(Set<String> queues, long nextMillis) {
  private static final int FEW = 8; // are asked one by one as quickly

  private static final List<String> KEYS =
      List.of("ready0", "ready1", "ready2", "later0", "later1", "later2", "running", "queue");

  static final IdleQueues NONE = new IdleQueues(Set.of(), -1);

  /** None of them if they are few. */
  static IdleQueues among(Redis redis, Stream<String> asked) {
    List<String> all = asked.distinct().toList();
    return all.size() <= FEW ? NONE : look(redis, all);
  }

  private static IdleQueues look(Redis redis, List<String> all) {
    List<Object> answers =
        redis.runOnEach("claim", Script.DUE, all.stream().map(q -> keys(redis.keys(), q)).toList());
    Set<String> idle = new HashSet<>();
    long next = -1;
    for (int i = 0; i < all.size(); i++) {
      long millis = (Long) answers.get(i);
      if (millis != 0) {
        idle.add(all.get(i));
        next = sooner(next, millis);
      }
    }
    return new IdleQueues(idle, next);
  }

  private static List<byte[]> keys(Keys keys, String queue) {
    List<byte[]> some = new ArrayList<>(KEYS.size());
    KEYS.forEach(name -> some.add(keys.of(queue, name)));
    return some;
  }

  /** The first of two moments, -1 for never. */
  static long sooner(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }
}
