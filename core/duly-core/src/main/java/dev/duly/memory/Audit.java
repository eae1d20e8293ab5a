package dev.duly.memory;

import dev.duly.backend.room.AuditRecord;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What people did, the latest first. The store's lock guards it. */
final class Audit {
  private final InstantSource clock;
  private final Deque<AuditRecord> records = new ArrayDeque<>();

  Audit(InstantSource clock) {
    this.clock = clock;
  }

  void add(String who, String act, String target, int count) {
    records.addFirst(new AuditRecord(clock.instant(), who, act, target, count));
  }

  List<AuditRecord> latest(int limit) {
    return records.stream().limit(limit).toList();
  }
}
