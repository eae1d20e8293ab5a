package dev.duly.memory;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.limit.Meter;
import dev.duly.backend.support.Signal;
import dev.duly.limit.Limit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The room of a store's limits. Each method holds the store's lock. Thread-safe. */
final class LimitRoom implements Limits {
  private final Object lock;
  private final Parts parts;

  /** Of a store. */
  record Parts(LimitBook book, Lanes lanes, InstantSource clock, Audit audit, Signal signal) {}

  LimitRoom(Object lock, Parts parts) {
    this.lock = lock;
    this.parts = parts;
  }

  @Override
  public void set(Limit limit, String who) {
    limit.requireValid();
    synchronized (lock) {
      parts.book.set(limit);
      changed(limit, who);
    }
  }

  @Override
  public void declare(List<Limit> limits, String who) {
    limits.forEach(Limit::requireValid);
    synchronized (lock) {
      limits.stream().filter(parts.book::declare).forEach(limit -> changed(limit, who));
    }
  }

  private void changed(Limit limit, String who) {
    parts.audit.add(who, "limit", limit.toString(), 0);
    parts.signal.raise();
  }

  @Override
  public boolean remove(Limit.Target target, String who) {
    synchronized (lock) {
      boolean was = parts.book.remove(target);
      if (was) {
        parts.audit.add(who, "unlimit", target.toString(), 0);
        parts.signal.raise();
      }
      return was;
    }
  }

  @Override
  public List<LimitRecord> list() {
    synchronized (lock) {
      return parts.book.list();
    }
  }

  @Override
  public List<Meter> meters(String queue) {
    synchronized (lock) {
      Instant now = parts.clock.instant();
      return parts.book.meters(queue, parts.lanes.running(now).toList(), now);
    }
  }
}
