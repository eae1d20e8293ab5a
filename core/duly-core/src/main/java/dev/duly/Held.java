package dev.duly;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts whose claims this worker holds: handed out, and not yet known to be settled.
 * Thread-safe.
 */
final class Held {
  private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  void remove(Attempt attempt) {
    attempts.remove(attempt);
  }

  boolean contains(Attempt attempt) {
    return attempts.contains(attempt);
  }

  int size() {
    return attempts.size();
  }

  Collection<Attempt> all() {
    return attempts;
  }
}
