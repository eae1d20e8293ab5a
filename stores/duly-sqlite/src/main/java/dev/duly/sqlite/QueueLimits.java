package dev.duly.sqlite;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.limit.Limit;
import java.util.List;
import java.util.Optional;

/** The limits of one queue. Immutable. */
record QueueLimits(List<Stored> all) {
  static final QueueLimits NONE = new QueueLimits(List.of());

  /**
   * A limit of the file.
   *
   * @param id names it until it is removed
   */
  record Stored(long id, LimitRecord record) {
    Limit limit() {
      return record.limit();
    }

    /** As the file has it: empty if it is of the queue. */
    String key() {
      return limit().target().key().orElse("");
    }
  }

  /** That of the queue as a whole. */
  Optional<Stored> ofQueue() {
    return all.stream().filter(one -> one.key().isEmpty()).findFirst();
  }

  /** What holds for a key: the exact one, else the longest that covers it (rule L5). */
  Optional<Stored> ofKey(String key) {
    Optional<Stored> longest = Optional.empty();
    for (Stored one : all) {
      if (one.key().equals(key)) {
        return Optional.of(one);
      }
      if (one.limit().target().isPrefix()
          && one.limit().target().covers(key)
          && longest.filter(other -> other.key().length() > one.key().length()).isEmpty()) {
        longest = Optional.of(one);
      }
    }
    return longest;
  }

  Optional<Stored> byId(long id) {
    return all.stream().filter(one -> one.id() == id).findFirst();
  }
}
