package dev.duly.engine;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts whose claims this worker holds: handed out, and not yet known to be settled.
 * Thread-safe.
 */
final class Held {
  private final Set<RunningClaim> attempts = ConcurrentHashMap.newKeySet();

  void add(RunningClaim attempt) {
    attempts.add(attempt);
  }

  void remove(RunningClaim attempt) {
    attempts.remove(attempt);
  }

  boolean contains(RunningClaim attempt) {
    return attempts.contains(attempt);
  }

  int size() {
    return attempts.size();
  }

  Collection<RunningClaim> all() {
    return attempts;
  }
}
