package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one queue and level take turns, in one claim: the first sixteen that are open share
 * what is left, until nothing is. One that is closed, by its limit or because nothing of it is due,
 * is put to sleep until that may change, and no claim looks at it before.
 */
final class LevelTurns {
  private static final int AT_ONCE = 16;
  private static final int LOOKS_MAX = 1_000; // at closed groups, in one claim

  private final Tx tx;
  private final ClaimRuns runs;
  private final GatedQueue queue;
  private final Of of;
  private final Map<String, KeyedGroup> known = new HashMap<>();
  private final Set<String> inOrder = new LinkedHashSet<>(); // the keys that were served
  private final List<Claim> plain = new ArrayList<>();
  private int looks;

  /**
   * What they take.
   *
   * @param plain the lane of the jobs without a key
   * @param keys that of the others
   */
  record Of(Lane plain, Lane keys, Terms terms, Slots slots) {}

  LevelTurns(Tx tx, ClaimRuns runs, GatedQueue queue, Of of) {
    this.tx = tx;
    this.runs = runs;
    this.queue = queue;
    this.of = of;
  }

  /** What they bring, group by group. */
  List<Claim> claim(TurnCounter turns) throws SQLException {
    long left = queue.roomFor(of.slots);
    while (left > 0) {
      List<String> alive = alive(Math.min(left, AT_ONCE));
      if (alive.isEmpty()) {
        break;
      }
      long quota = Math.max(1, left / alive.size());
      for (String key : alive) {
        int taken = serve(key, (int) Math.min(quota, left), turns);
        of.slots.take(taken);
        queue.take(taken);
        left -= taken;
      }
    }
    return claims();
  }

  /** The first groups that are open, by their turns. */
  private List<String> alive(long most) throws SQLException {
    List<String> alive = new ArrayList<>();
    Map<KeyedGroup, OptionalLong> closed = new LinkedHashMap<>();
    Turns.alive(
        tx,
        of.keys.queue(),
        of.keys.level(),
        key -> {
          if (isOpen(key, closed)) {
            alive.add(key);
          }
          return alive.size() < most && looks < LOOKS_MAX;
        });
    for (Map.Entry<KeyedGroup, OptionalLong> one : closed.entrySet()) {
      Turns.close(tx, one.getKey().group(), one.getValue());
    }
    return alive;
  }

  private boolean isOpen(String key, Map<KeyedGroup, OptionalLong> closed) throws SQLException {
    if (key.isEmpty()) {
      return NextDue.headOf(tx, of.plain) <= tx.now;
    }
    KeyedGroup group = keyed(key);
    OptionalLong until = group.closedUntil();
    if (until.isEmpty() || until.getAsLong() > 0) {
      looks++;
      closed.put(group, until);
      return false;
    }
    return group.roomFor(1, of.slots) > 0;
  }

  private KeyedGroup keyed(String key) throws SQLException {
    @Nullable KeyedGroup group = known.get(key);
    if (group == null) {
      group = new KeyedGroup(tx, of.keys, key, queue);
      known.put(key, group);
    }
    return group;
  }

  /** So many of its jobs are taken. */
  private int serve(String key, int quota, TurnCounter turns) throws SQLException {
    inOrder.add(key);
    if (key.isEmpty()) {
      List<Claim> taken = runs.take(of.terms, of.plain, quota);
      plain.addAll(taken);
      Turns.Group group = new Turns.Group(of.keys.queue(), of.keys.level(), key);
      Turns.served(tx, group, OptionalLong.of(tx.now), turns);
      return taken.size();
    }
    KeyedGroup group = keyed(key);
    int taken = group.choose(group.roomFor(quota, of.slots));
    if (taken > 0) {
      OptionalLong head = group.head();
      Turns.served(tx, group.group(), head, turns);
    }
    return taken;
  }

  /** In the order in which their groups were first served. */
  private List<Claim> claims() throws SQLException {
    Map<Long, Claim> byRow = new HashMap<>();
    List<JobRow> free = new ArrayList<>();
    for (String key : inOrder) {
      @Nullable KeyedGroup group = known.get(key);
      if (group != null && group.limit().isPresent()) {
        Terms terms = of.terms.ofKey(key, group.limit().get().id());
        add(runs.takeThese(terms, of.keys, new ArrayList<>(group.chosen())), byRow);
      } else if (group != null) {
        free.addAll(group.chosen());
      }
    }
    add(runs.takeThese(of.terms, of.keys, free), byRow);
    List<Claim> claims = new ArrayList<>();
    for (String key : inOrder) {
      @Nullable KeyedGroup group = known.get(key);
      if (group == null) {
        claims.addAll(plain);
      } else {
        group.chosen().forEach(row -> claims.add(byRow.get(row.seq())));
      }
    }
    return claims;
  }

  private static void add(List<Claim> claims, Map<Long, Claim> byRow) {
    claims.forEach(claim -> byRow.put(((SqliteToken) claim.ref().token()).seq(), claim));
  }
}
