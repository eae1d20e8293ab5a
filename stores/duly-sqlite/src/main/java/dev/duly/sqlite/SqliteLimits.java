package dev.duly.sqlite;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.limit.Meter;
import dev.duly.limit.Limit;
import dev.duly.limit.Rate;
import dev.duly.sqlite.QueueLimits.Stored;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The limits of a file. Thread-safe. */
final class SqliteLimits implements Limits {
  private final Writer writer;
  private final SqliteInspector inspector;
  private final SqliteClock clock;

  SqliteLimits(Writer writer, SqliteInspector inspector, SqliteClock clock) {
    this.writer = writer;
    this.inspector = inspector;
    this.clock = clock;
  }

  @Override
  public void set(Limit limit, String who) {
    limit.requireValid();
    writer.call(
        "limit of " + limit.target(),
        tx -> {
          set(tx, limit, null, who);
          return true;
        });
  }

  @Override
  public void declare(List<Limit> limits, String who) {
    limits.forEach(Limit::requireValid);
    writer.call(
        "limits of " + limits.size() + " targets",
        tx -> {
          for (Limit limit : limits) {
            declare(tx, limit, who);
          }
          return true;
        });
  }

  private static void declare(Tx tx, Limit limit, String who) throws SQLException {
    String key = limit.target().key().orElse("");
    boolean isDeclared =
        LimitStatements.of(tx.db, limit.target().queue()).all().stream()
            .filter(one -> one.key().equals(key))
            .anyMatch(one -> one.record().declared().equals(Optional.of(limit.toString())));
    if (!isDeclared) {
      set(tx, limit, limit.toString(), who);
    }
  }

  private static void set(Tx tx, Limit limit, @Nullable String declared, String who)
      throws SQLException {
    PreparedStatement set = tx.prepare("limit_set");
    set.setString(1, limit.target().queue());
    set.setString(2, limit.target().key().orElse(""));
    set.setObject(3, limit.rate().map(Rate::starts).orElse(null), Types.INTEGER);
    set.setObject(4, limit.rate().map(rate -> rate.period().toNanos()).orElse(null), Types.BIGINT);
    set.setObject(5, limit.rate().map(Rate::burst).orElse(null), Types.INTEGER);
    set.setObject(6, limit.places().isPresent() ? limit.places().getAsInt() : null, Types.INTEGER);
    set.setString(7, declared);
    set.executeUpdate();
    changed(tx, limit.target());
    SqliteOperator.audit(tx, who, "limit", limit.toString(), 0);
  }

  /** For the next claim: what it closed may be open, and what is known of it is of the past. */
  private static void changed(Tx tx, Limit.Target target) throws SQLException {
    tx.gate(target.queue());
    PreparedStatement changed = tx.prepare("limit_changed");
    changed.setString(1, target.queue());
    changed.executeUpdate();
    if (target.key().isPresent()) {
      Turns.wake(tx, target.queue(), target.key().get());
    }
    tx.news();
  }

  @Override
  public boolean remove(Limit.Target target, String who) {
    return writer.call(
        "removal of the limit of " + target,
        tx -> {
          PreparedStatement remove = tx.prepare("limit_remove");
          remove.setString(1, target.queue());
          remove.setString(2, target.key().orElse(""));
          long id;
          try (ResultSet row = remove.executeQuery()) {
            if (!row.next()) {
              return false;
            }
            id = row.getLong(1);
          }
          PreparedStatement meters = tx.prepare("meter_remove");
          meters.setLong(1, id);
          meters.executeUpdate();
          changed(tx, target);
          SqliteOperator.audit(tx, who, "unlimit", target.toString(), 0);
          return true;
        });
  }

  @Override
  public List<LimitRecord> list() {
    return inspector.read(
        "limits",
        db -> LimitStatements.read(db.prepare("limit_list")).stream().map(Stored::record).toList());
  }

  @Override
  public List<Meter> meters(String queue) {
    return inspector.read("meters", db -> meters(db, queue, clock.millis()));
  }

  private static List<Meter> meters(Db db, String queue, long now) throws SQLException {
    QueueLimits limits = LimitStatements.of(db, queue);
    Map<String, Long> holds = LimitStatements.holds(db, queue, now);
    SortedSet<String> keys = new TreeSet<>(holds.keySet());
    for (Stored limit : limits.all()) {
      if (limit.limit().target().isPrefix()) {
        keys.addAll(keysOf(db, limit.id()));
      } else {
        keys.add(limit.key());
      }
    }
    List<Meter> meters = new ArrayList<>();
    for (String key : keys) {
      Optional<Stored> limit = key.isEmpty() ? limits.ofQueue() : limits.ofKey(key);
      Meter meter = meter(db, new Target(queue, key, limit), holds.getOrDefault(key, 0L), now);
      boolean isOfPrefix = limit.isEmpty() || limit.get().limit().target().isPrefix();
      if (!isOfPrefix || meter.running() > 0 || meter.opensAt().isPresent()) {
        meters.add(meter);
      }
    }
    return meters;
  }

  private record Target(String queue, String key, Optional<Stored> limit) {}

  private static List<String> keysOf(Db db, long limit) throws SQLException {
    PreparedStatement used = db.prepare("meters_used");
    used.setLong(1, limit);
    List<String> keys = new ArrayList<>();
    try (ResultSet row = used.executeQuery()) {
      while (row.next()) {
        keys.add(row.getString(1));
      }
    }
    return keys;
  }

  private static Meter meter(Db db, Target target, long heldUntil, long now) throws SQLException {
    int running = 0;
    Instant opens = Instant.ofEpochMilli(heldUntil);
    if (target.limit.isPresent()) {
      Stored limit = target.limit.get();
      running = LimitStatements.holders(db, limit.id(), target.key, now).jobs();
      Optional<Instant> byRate = LimitStatements.opensAt(db, limit, target.key);
      opens = byRate.filter(opens::isBefore).orElse(opens);
    }
    return new Meter(
        target.queue,
        target.key.isEmpty() ? Optional.empty() : Optional.of(target.key),
        target.limit.map(Stored::limit),
        running,
        Optional.of(opens).filter(Instant.ofEpochMilli(now)::isBefore));
  }
}
