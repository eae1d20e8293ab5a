package dev.duly.memory;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.support.FiredJobs;
import dev.duly.job.JobRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schedules. Every method holds its lock, so that each is atomic. Thread-safe. */
final class ScheduleBook implements Schedules {
  private final InstantSource clock;
  private final InMemoryStore store;
  private final Audit audit;

  // Guarded by this.
  private final NavigableMap<String, Kept> all = new TreeMap<>();
  private long revisions;

  /** A schedule. Guarded by the book's lock. */
  private static final class Kept {
    private Definition definition;
    private long revision;
    private Optional<Instant> next;
    private Optional<JobRef> lastJob = Optional.empty();
    private boolean paused;
    private final NavigableMap<Instant, Tick> ticks = new TreeMap<>();

    Kept(Definition definition, Optional<Instant> next) {
      this.definition = definition;
      this.next = next;
    }
  }

  ScheduleBook(InstantSource clock, InMemoryStore store, Audit audit) {
    this.clock = clock;
    this.store = store;
    this.audit = audit;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public synchronized void put(List<Entry> entries, String who) {
    for (Entry entry : entries) {
      Definition definition = entry.definition();
      Kept kept = all.computeIfAbsent(definition.id(), id -> new Kept(definition, entry.next()));
      kept.definition = definition;
      kept.next = entry.next();
      kept.revision = ++revisions;
    }
    if (!entries.isEmpty()) {
      audit.add(who, "schedule", entries.get(0).definition().id(), 0);
    }
  }

  @Override
  public synchronized boolean pause(String id, String who) {
    Kept kept = all.get(id);
    if (kept == null || kept.paused) {
      return false;
    }
    kept.paused = true;
    kept.revision = ++revisions;
    audit.add(who, "pause-schedule", id, 0);
    return true;
  }

  @Override
  public synchronized boolean resume(String id, Optional<Instant> next, String who) {
    Kept kept = all.get(id);
    if (kept == null || !kept.paused) {
      return false;
    }
    kept.paused = false;
    kept.next = next;
    kept.revision = ++revisions;
    audit.add(who, "resume-schedule", id, 0);
    return true;
  }

  @Override
  public synchronized boolean remove(String id, String who) {
    boolean isThere = all.remove(id) != null;
    if (isThere) {
      audit.add(who, "remove-schedule", id, 0);
    }
    return isThere;
  }

  @Override
  public synchronized Optional<ScheduleRecord> find(String id) {
    return Optional.ofNullable(all.get(id)).map(this::record);
  }

  @Override
  public synchronized List<ScheduleRecord> list(String after, int limit) {
    return all.tailMap(after, false).values().stream().limit(limit).map(this::record).toList();
  }

  @Override
  public synchronized List<ScheduleRecord> due(int max) {
    Instant now = clock.instant();
    return all.values().stream()
        .filter(kept -> !kept.paused && kept.next.filter(time -> !time.isAfter(now)).isPresent())
        .sorted(Comparator.comparing(kept -> kept.next.orElseThrow()))
        .limit(max)
        .map(this::record)
        .toList();
  }

  @Override
  public synchronized Optional<Instant> next() {
    return all.values().stream()
        .filter(kept -> !kept.paused)
        .flatMap(kept -> kept.next.stream())
        .min(Comparator.naturalOrder());
  }

  private ScheduleRecord record(Kept kept) {
    return new ScheduleRecord(
        kept.definition,
        kept.revision,
        kept.next,
        kept.lastJob,
        kept.lastJob.flatMap(job -> store.states(List.of(job)).get(0)),
        kept.paused);
  }

  @Override
  public synchronized List<Fired> fire(List<Firing> firings) {
    List<Fired> outcomes = new ArrayList<>(firings.size());
    for (Firing firing : firings) {
      @Nullable Kept kept = all.get(firing.id());
      boolean applies = kept != null && kept.revision == firing.revision();
      if (applies && kept != null) {
        fire(kept, firing);
      }
      outcomes.add(applies ? Fired.APPLIED : Fired.LOST);
    }
    return outcomes;
  }

  private void fire(Kept kept, Firing firing) {
    kept.next = firing.next();
    kept.revision = ++revisions;
    FiredJobs fired = FiredJobs.of(firing, store.enqueue(firing.jobs()));
    fired.ticks().forEach(tick -> kept.ticks.putIfAbsent(tick.nominal(), tick));
    while (kept.ticks.size() > TICKS_KEPT_MAX) {
      kept.ticks.pollFirstEntry();
    }
    if (!firing.jobs().isEmpty()) {
      kept.lastJob = fired.last();
    }
  }

  @Override
  public synchronized List<Tick> ledger(String id, int limit) {
    return Optional.ofNullable(all.get(id))
        .map(kept -> kept.ticks.descendingMap().values().stream().limit(limit).toList())
        .orElse(List.of());
  }
}
