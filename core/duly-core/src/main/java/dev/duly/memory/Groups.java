package dev.duly.memory;

import dev.duly.job.Priority;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose turn it is among the keys of a queue and level (rule P2). Guarded by the store's lock.
 *
 * <p>A group has a pair while it has waiting jobs: since when it waits for its turn, and the number
 * of its last turn, 0 if it has not had one since. The jobs without a key are a group as well,
 * which keeps its pair. A job of a paused type does not wait in its group.
 */
final class Groups {
  private final Map<Group, Pair> pairs = new HashMap<>();
  private final Map<String, Long> turns = new HashMap<>();
  private final Set<String> gated = new HashSet<>();
  private final Set<String> known;

  /**
   * Jobs that take turns with others.
   *
   * @param key empty: those without one
   */
  record Group(String queue, Priority level, String key) {
    static Group of(StoredJob job) {
      return new Group(
          job.asked.queue(), job.asked.priority(), job.asked.labels().groupKey().orElse(""));
    }

    boolean hasKey() {
      return !key.isEmpty();
    }
  }

  /** Where a group stands. */
  record Pair(Instant since, long turn) {}

  /**
   * None yet.
   *
   * @param known the queues that there are: one that is limited is
   */
  Groups(Set<String> known) {
    this.known = known;
  }

  /** Whether a job with a key was ever there, or a limit. */
  boolean isGated(String queue) {
    return gated.contains(queue);
  }

  /** From now on, turns are taken there. */
  void gate(String queue) {
    gated.add(queue);
    known.add(queue);
  }

  /** A job comes to wait. */
  void comes(StoredJob job, Instant now) {
    Group group = Group.of(job);
    if (group.hasKey()) {
      gate(group.queue());
      Instant from = job.due.isAfter(now) ? job.due : now;
      Pair pair = pairs.get(group);
      if (pair == null || (pair.turn == 0 && from.isBefore(pair.since))) {
        pairs.put(group, new Pair(from, 0));
      }
    }
  }

  /** One with a key has no waiting job any more. */
  void isEmpty(Group group) {
    pairs.remove(group);
  }

  /**
   * It had its turn.
   *
   * @param head when its next job is due, if it has one
   */
  void served(Group group, Instant now, Optional<Instant> head) {
    if (!group.hasKey() || head.filter(due -> !due.isAfter(now)).isPresent()) {
      pairs.put(group, new Pair(now, turns.merge(group.queue(), 1L, Long::sum)));
    } else {
      head.ifPresent(due -> pairs.put(group, new Pair(due, 0)));
    }
  }

  Pair of(Group group) {
    return pairs.getOrDefault(group, new Pair(Instant.EPOCH, 0));
  }
}
