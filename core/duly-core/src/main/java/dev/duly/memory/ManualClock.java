package dev.duly.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that stands until it is moved. Thread-safe. */
public final class ManualClock implements InstantSource {
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  /** Stands at this time. */
  public ManualClock(Instant start) {
    now = start;
  }

  /** Starts on 1 January 2030, at noon UTC. */
  public ManualClock() {
    this(Instant.parse("2030-01-01T12:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves on, or back if the duration is negative, and tells who watches. */
  public void advance(Duration by) {
    synchronized (this) {
      now = now.plus(by);
    }
    watchers.forEach(Runnable::run);
  }

  /** Runs after every move, on the thread that moved the clock. */
  public void onMove(Runnable watcher) {
    watchers.add(watcher);
  }
}
