package dev.duly.memory;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.duly.backend.Demand;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.OverdueLeases.InQueue;
import dev.duly.job.JobState;
import dev.duly.job.Priority;
import dev.duly.memory.Groups.Group;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a claim pops from: a lane for each queue and level. Running jobs stay outside of them and
 * are few. The store's lock guards it.
 */
final class Lanes {
  private static final Comparator<StoredJob> BY_DUE =
      Comparator.<StoredJob, Instant>comparing(j -> j.due).thenComparing(j -> j.seq);

  private final InstantSource clock;
  private final Groups groups;
  private final Pauses pauses;
  private final Map<Lane, Set<StoredJob>> waiting = new HashMap<>();
  private final Set<StoredJob> running = new TreeSet<>(Comparator.comparingLong(j -> j.seq));

  private record Lane(String queue, Priority level) {}

  Lanes(InstantSource clock, Groups groups, Pauses pauses) {
    this.clock = clock;
    this.groups = groups;
    this.pauses = pauses;
  }

  /** Puts a job where its state says. */
  void add(StoredJob job) {
    if (job.state == JobState.WAITING) {
      of(job).add(job);
      if (!pauses.holdType(job.asked.type())) {
        groups.comes(job, clock.instant());
      }
    } else if (job.state == JobState.RUNNING) {
      running.add(job);
    }
  }

  /** Before its state or its due time changes. */
  void remove(StoredJob job) {
    if (of(job).remove(job)) {
      forgetIfEmpty(Group.of(job));
    }
    running.remove(job);
  }

  private void forgetIfEmpty(Group group) {
    if (group.hasKey() && head(group).isEmpty()) {
      groups.isEmpty(group);
    }
  }

  /** Its jobs no longer wait in their groups. */
  void typeWasPaused(String type) {
    waiting(type).forEach(job -> forgetIfEmpty(Group.of(job)));
  }

  /** Its jobs come to their groups again. */
  void typeWasResumed(String type) {
    waiting(type).forEach(job -> groups.comes(job, clock.instant()));
  }

  private Stream<StoredJob> waiting(String type) {
    return waiting.values().stream()
        .flatMap(Set::stream)
        .filter(job -> job.asked.type().equals(type));
  }

  /** Those that run though their lease has ended. */
  List<StoredJob> overdue(Instant now) {
    return running.stream().filter(job -> job.isOverdue(now)).toList();
  }

  /** Those whose leases have not ended. */
  Stream<StoredJob> running(Instant now) {
    return running.stream().filter(job -> !job.isOverdue(now));
  }

  /** Those of a group that wait, by due time, and are not of a paused type. */
  Stream<StoredJob> waiting(Group group) {
    return waiting.getOrDefault(new Lane(group.queue(), group.level()), Set.of()).stream()
        .filter(job -> Group.of(job).equals(group) && !pauses.holdType(job.asked.type()));
  }

  /** When the next job of a group is due, if it has one. */
  Optional<Instant> head(Group group) {
    return waiting(group).map(job -> job.due).findFirst();
  }

  /** The groups of a queue and level that have waiting jobs. */
  Set<Group> groups(String queue, Priority level) {
    return waiting.getOrDefault(new Lane(queue, level), Set.of()).stream()
        .map(Group::of)
        .collect(Collectors.toSet());
  }

  /** Leases that ended over a minute ago, by queue. */
  List<InQueue> stale(Instant now, Set<String> paused) {
    Map<String, Long> jobs =
        overdue(now.minus(OverdueLeases.AFTER).minusMillis(1)).stream()
            .collect(groupingBy(job -> job.asked.queue(), TreeMap::new, counting()));
    return jobs.entrySet().stream()
        .map(e -> new InQueue(e.getKey(), e.getValue(), paused.contains(e.getKey())))
        .toList();
  }

  /**
   * What a demand may get of one queue, in the order in which it is claimed: what lost its lease,
   * then what is due.
   */
  List<StoredJob> next(Demand demand, String queue, Instant now) {
    List<StoredJob> next = new ArrayList<>();
    for (Priority level : demand.levels()) {
      Lane lane = new Lane(queue, level);
      overdue(now).stream().filter(job -> lane.equals(keyOf(job))).forEach(next::add);
      for (StoredJob job : waiting.getOrDefault(lane, Set.of())) {
        if (job.due.isAfter(now) || next.size() >= demand.max()) {
          break;
        }
        if (!pauses.holdType(job.asked.type())) {
          next.add(job);
        }
      }
    }
    return next;
  }

  private Set<StoredJob> of(StoredJob job) {
    return waiting.computeIfAbsent(keyOf(job), lane -> new TreeSet<>(BY_DUE));
  }

  private static Lane keyOf(StoredJob job) {
    return new Lane(job.asked.queue(), job.asked.priority());
  }
}
