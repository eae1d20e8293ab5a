package dev.duly.sqlite;

import dev.duly.backend.limit.LimitRecord;
import dev.duly.limit.Limit;
import dev.duly.limit.Rate;
import dev.duly.sqlite.QueueLimits.Stored;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What limits there are, and what is taken of them (rules L1 to L5). */
final class LimitStatements {
  private static final long NEVER = Long.MAX_VALUE;

  private LimitStatements() {}

  static QueueLimits of(Db db, String queue) throws SQLException {
    PreparedStatement list = db.prepare("limit_of_queue");
    list.setString(1, queue);
    return new QueueLimits(read(list));
  }

  /** By queue and key. */
  static List<Stored> read(PreparedStatement list) throws SQLException {
    List<Stored> limits = new ArrayList<>();
    try (ResultSet row = list.executeQuery()) {
      while (row.next()) {
        limits.add(new Stored(row.getLong(7), record(row)));
      }
    }
    return limits;
  }

  private static LimitRecord record(ResultSet row) throws SQLException {
    String key = row.getString(2);
    Limit.Target target =
        new Limit.Target(row.getString(1), key.isEmpty() ? Optional.empty() : Optional.of(key));
    int starts = row.getInt(3);
    Optional<Rate> rate =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Rate(starts, Duration.ofNanos(row.getLong(4)), row.getInt(5)));
    int places = row.getInt(6);
    OptionalInt most = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(places);
    return new LimitRecord(new Limit(target, rate, most), Optional.ofNullable(row.getString(8)));
  }

  /** Until when handlers hold keys, or with an empty key the whole of a queue. */
  static Map<String, Long> holds(Db db, String queue, long now) throws SQLException {
    PreparedStatement list = db.prepare("hold_list");
    list.setString(1, queue);
    list.setLong(2, now);
    Map<String, Long> holds = new HashMap<>();
    try (ResultSet row = list.executeQuery()) {
      while (row.next()) {
        holds.put(row.getString(1), row.getLong(2));
      }
    }
    return holds;
  }

  /** Nothing of its key, or without one of its queue, may start before it is due (rule L3). */
  static void hold(Tx tx, JobLook job) throws SQLException {
    tx.gate(job.group().queue());
    PreparedStatement hold = tx.prepare("hold_set");
    hold.setString(1, job.group().queue());
    hold.setString(2, job.group().key());
    hold.setLong(3, job.due());
    hold.executeUpdate();
  }

  /**
   * How many may start of what is limited.
   *
   * @param opensAt if none: when that may change by itself, in milliseconds since 1970
   */
  record Room(long starts, long opensAt) {
    static final Room ANY = new Room(Long.MAX_VALUE, 0);

    boolean isClosed() {
      return starts <= 0;
    }
  }

  /** What one key may start, or with an empty one the queue. */
  static Room room(Tx tx, Stored limit, String key) throws SQLException {
    Room byRate = byRate(tx, limit, key);
    Room byPlaces = byPlaces(tx, limit, key);
    return new Room(
        Math.min(byRate.starts, byPlaces.starts), Math.max(byRate.opensAt, byPlaces.opensAt));
  }

  private static Room byRate(Tx tx, Stored limit, String key) throws SQLException {
    if (limit.limit().rate().isEmpty()) {
      return Room.ANY;
    }
    Rate rate = limit.limit().rate().get();
    long used = used(tx.db, limit.id(), key);
    long starts = rate.room(used, micros(tx.now));
    return new Room(starts, starts > 0 ? 0 : millis(rate.opensAt(used)));
  }

  private static Room byPlaces(Tx tx, Stored limit, String key) throws SQLException {
    if (limit.limit().places().isEmpty()) {
      return Room.ANY;
    }
    Holders holders = holders(tx.db, limit.id(), key, tx.now);
    long free = Math.max(0, limit.limit().places().getAsInt() - holders.jobs);
    return new Room(free, free > 0 ? 0 : holders.firstEnd);
  }

  /**
   * Jobs that hold a place.
   *
   * @param firstEnd when the first of their leases ends, if there are any
   */
  record Holders(int jobs, long firstEnd) {}

  static Holders holders(Db db, long limit, String key, long now) throws SQLException {
    boolean ofKey = !key.isEmpty();
    PreparedStatement holders = db.prepare(ofKey ? "holders_of_key" : "holders_of_queue");
    holders.setLong(1, limit);
    if (ofKey) {
      holders.setString(2, key);
    }
    holders.setLong(ofKey ? 3 : 2, now);
    try (ResultSet row = holders.executeQuery()) {
      row.next();
      return new Holders(row.getInt(1), row.getInt(1) == 0 ? NEVER : row.getLong(2));
    }
  }

  /** When the next may start as far as the rate alone decides, to the microsecond. */
  static Optional<Instant> opensAt(Db db, Stored limit, String key) throws SQLException {
    if (limit.limit().rate().isEmpty()) {
      return Optional.empty();
    }
    long micros = limit.limit().rate().get().opensAt(used(db, limit.id(), key));
    return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** So many have started. */
  static void take(Tx tx, Stored limit, String key, long starts) throws SQLException {
    if (limit.limit().rate().isPresent()) {
      long used = used(tx.db, limit.id(), key);
      set(tx, limit.id(), key, limit.limit().rate().get().taken(used, micros(tx.now), starts));
    }
  }

  /** So many starts have come to nothing. */
  static void giveBack(Tx tx, Stored limit, String key, long starts) throws SQLException {
    if (limit.limit().rate().isPresent()) {
      long used = used(tx.db, limit.id(), key);
      set(tx, limit.id(), key, limit.limit().rate().get().givenBack(used, starts));
    }
  }

  /** Until when a rate is used up, in microseconds. */
  static long used(Db db, long limit, String key) throws SQLException {
    PreparedStatement meter = db.prepare("meter");
    meter.setLong(1, limit);
    meter.setString(2, key);
    try (ResultSet row = meter.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static void set(Tx tx, long limit, String key, long until) throws SQLException {
    PreparedStatement set = tx.prepare("meter_set");
    set.setLong(1, limit);
    set.setString(2, key);
    set.setLong(3, until);
    set.executeUpdate();
  }

  /**
   * Jobs of a run that was claimed where turns are taken have ended: their places are free.
   *
   * @param unrun as many of them never started
   */
  static void ended(Tx tx, String queue, long run, int unrun) throws SQLException {
    @Nullable Long queueLimit;
    @Nullable Long keyLimit;
    @Nullable String key;
    PreparedStatement look = tx.prepare("claim_limits");
    look.setLong(1, run);
    try (ResultSet row = look.executeQuery()) {
      if (!row.next()) {
        return;
      }
      queueLimit = number(row, 1);
      keyLimit = number(row, 2);
      key = row.getString(3);
    }
    if (queueLimit != null) {
      giveBack(tx, queue, queueLimit, "", unrun);
      tx.news();
    }
    if (keyLimit != null && key != null) {
      giveBack(tx, queue, keyLimit, key, unrun);
      Turns.wake(tx, queue, key);
      tx.news();
    }
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  private static void giveBack(Tx tx, String queue, long id, String key, int starts)
      throws SQLException {
    if (starts > 0) {
      Optional<Stored> limit = of(tx.db, queue).byId(id); // it may have been removed
      if (limit.isPresent()) {
        giveBack(tx, limit.get(), key, starts);
      }
    }
  }

  static long micros(long millis) {
    return millis * 1_000;
  }

  /** Not before it. */
  static long millis(long micros) {
    return -Math.floorDiv(-micros, 1_000L);
  }
}
