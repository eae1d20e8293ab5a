package dev.duly.memory;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.job.Priority;
import dev.duly.memory.Groups.Group;
import dev.duly.memory.LimitBook.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a claim brings from a queue whose keys take turns or which has limits: rules L1 to L7 and P2
 * as they stand, and nothing else. Guarded by the store's lock.
 */
final class Turnstile {
  private static final int AT_ONCE = 16; // groups that share what is left

  private final Lanes lanes;
  private final Groups groups;
  private final LimitBook limits;
  private final Jobs jobs;

  /** What is done with a job that may start. */
  interface Jobs {
    /** Claims it; empty: its type is paused, and it went back. */
    Optional<Claim> claim(StoredJob job);

    /** Its lease has ended, and it is to wait for its turn again. */
    void putBack(StoredJob job);
  }

  /** How many are asked for still, and how many of them for slots that are free. */
  static final class Room {
    private int left;
    private int free;

    Room(Demand demand) {
      this.left = demand.max();
      this.free = demand.free();
    }

    boolean isFull() {
      return left == 0;
    }

    void take() {
      left--;
      free--; // a slot that is free, as long as there is one
    }
  }

  Turnstile(Lanes lanes, Groups groups, LimitBook limits, Jobs jobs) {
    this.lanes = lanes;
    this.groups = groups;
    this.limits = limits;
    this.jobs = jobs;
  }

  /** Whether it says anything about this queue. */
  boolean isGated(String queue) {
    return groups.isGated(queue);
  }

  /** What the levels bring, in their order. */
  List<Claim> claim(String queue, List<Priority> levels, Room room, Instant now) {
    lanes.overdue(now).stream()
        .filter(job -> job.asked.queue().equals(queue) && Group.of(job).hasKey())
        .forEach(jobs::putBack);
    List<Claim> claims = new ArrayList<>();
    for (Priority level : levels) {
      takeOver(queue, level, room, now, claims);
      takeTurns(queue, level, room, now, claims);
    }
    return claims;
  }

  /** Lost leases of jobs without a key. */
  private void takeOver(String queue, Priority level, Room room, Instant now, List<Claim> claims) {
    for (StoredJob job : lanes.overdue(now)) {
      boolean isHere = job.asked.queue().equals(queue) && job.asked.priority() == level;
      if (isHere && left(queue, room, now) > 0) {
        room.take();
        take(job, now).ifPresent(claims::add);
      }
    }
  }

  private void takeTurns(String queue, Priority level, Room room, Instant now, List<Claim> claims) {
    Map<Group, List<Claim>> byGroup = new LinkedHashMap<>();
    for (long left = left(queue, room, now); left > 0; left = left(queue, room, now)) {
      List<Group> alive = alive(queue, level, room, now, Math.min(left, AT_ONCE));
      if (alive.isEmpty()) {
        break;
      }
      long quota = Math.max(1, left / alive.size());
      for (Group group : alive) {
        List<StoredJob> taken = next(group, quota(group, quota, room, now), now);
        List<Claim> its = byGroup.computeIfAbsent(group, served -> new ArrayList<>());
        for (StoredJob job : taken) {
          room.take();
          take(job, now).ifPresent(its::add);
        }
        if (!taken.isEmpty()) {
          groups.served(group, now, lanes.head(group));
        }
      }
    }
    byGroup.values().forEach(claims::addAll);
  }

  /** The first groups that are open, by their turns. */
  private List<Group> alive(String queue, Priority level, Room room, Instant now, long most) {
    return lanes.groups(queue, level).stream()
        .filter(group -> !next(group, Math.min(1, quota(group, 1, room, now)), now).isEmpty())
        .sorted(
            Comparator.<Group, Instant>comparing(group -> groups.of(group).since())
                .thenComparing(group -> groups.of(group).turn())
                .thenComparing(Group::key))
        .limit(most)
        .toList();
  }

  /** How many jobs of a group may start, of so many. */
  private long quota(Group group, long most, Room room, Instant now) {
    long left = Math.min(most, left(group.queue(), room, now));
    if (!group.hasKey()) {
      return left;
    }
    Place key = new Place(group.queue(), Optional.of(group.key()));
    long free = limits.limit(key).isPresent() ? Math.max(0, room.free) : Long.MAX_VALUE;
    return Math.min(Math.min(left, free), limits.room(key, holders(key, now), now));
  }

  /** How many of a queue may start. */
  private long left(String queue, Room room, Instant now) {
    Place whole = new Place(queue, Optional.empty());
    long free = limits.limit(whole).isPresent() ? Math.max(0, room.free) : Long.MAX_VALUE;
    return Math.min(Math.min(room.left, free), limits.room(whole, holders(whole, now), now));
  }

  /** Jobs that were claimed under its limit and whose leases have not ended. */
  private int holders(Place place, Instant now) {
    return limits.holders(place, lanes.running(now));
  }

  private List<StoredJob> next(Group group, long most, Instant now) {
    return lanes.waiting(group).filter(job -> !job.due.isAfter(now)).limit(most).toList();
  }

  private Optional<Claim> take(StoredJob job, Instant now) {
    Optional<Claim> claim = jobs.claim(job);
    if (claim.isPresent()) {
      Group group = Group.of(job);
      charge(job, new Place(group.queue(), Optional.empty()), now);
      if (group.hasKey()) {
        charge(job, new Place(group.queue(), Optional.of(group.key())), now);
      }
    }
    return claim;
  }

  private void charge(StoredJob job, Place place, Instant now) {
    limits
        .usage(place)
        .ifPresent(
            usage -> {
              usage.take(now);
              job.charge(usage);
            });
  }
}
