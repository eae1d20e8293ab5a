package dev.duly.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The engine's clock: the machine's wall clock, whose jumps do no harm to leases. A lease is a
 * duration, but is kept as an instant; when the wall clock has jumped against the monotonic one,
 * every lease in the file is moved along, once, by whichever process sees it first. So a jump
 * neither takes a live worker's jobs away nor makes a dead worker's lease last for hours.
 *
 * <p>What is due at an instant follows the wall clock wherever it goes. When the machine has been
 * started anew, no worker holds a lease any more, and every lease ends. Owned by the writer thread.
 */
final class SqliteClock {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final long JUMP_MILLIS = 1_000;
  private static final int LOOKS_MAX = 10;
  private static final long LOOK_MILLIS_MAX = 20;

  private final InstantSource wall;
  private final LongSupplier monotonicMillis;
  private final Optional<String> boot;
  private long lead;
  private boolean anchored;

  /**
   * A clock.
   *
   * @param monotonicMillis the same for all processes of the machine
   * @param boot names the start of the machine; if empty, jumps go unnoticed
   */
  SqliteClock(InstantSource wall, LongSupplier monotonicMillis, Optional<String> boot) {
    this.wall = wall;
    this.monotonicMillis = monotonicMillis;
    this.boot = boot;
  }

  static SqliteClock system() {
    return new SqliteClock(
        InstantSource.system(), () -> System.nanoTime() / 1_000_000, bootOfThisMachine());
  }

  /** One that jumps when it is told to, and means it. */
  static SqliteClock of(InstantSource wall) {
    return new SqliteClock(wall, () -> 0, Optional.empty());
  }

  private static Optional<String> bootOfThisMachine() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty(); // another operating system than Linux
    }
  }

  /** Milliseconds since 1970, for a caller without the writer's transaction. Any thread. */
  long millis() {
    return wall.millis();
  }

  /** The moment of the transaction that has just begun. */
  long begin(Db db) throws SQLException {
    if (boot.isEmpty()) {
      return wall.millis();
    }
    long before = monotonicMillis.getAsLong();
    long now = wall.millis();
    // Between two looks at two clocks a process can be put to sleep: that is no jump.
    for (int i = 0; monotonicMillis.getAsLong() - before > LOOK_MILLIS_MAX && i < LOOKS_MAX; i++) {
      before = monotonicMillis.getAsLong();
      now = wall.millis();
    }
    if (!anchored || Math.abs(now - before - lead) > JUMP_MILLIS) {
      anchor(db, now, now - before);
    }
    return now;
  }

  private void anchor(Db db, long now, long newLead) throws SQLException {
    try (ResultSet row = db.prepare("clock").executeQuery()) {
      boolean known = row.next();
      if (known && !boot.orElseThrow().equals(row.getString(1))) {
        PreparedStatement end = db.prepare("claim_end_all");
        end.setLong(1, now);
        end.executeUpdate();
      } else if (known && Math.abs(newLead - row.getLong(2)) > JUMP_MILLIS) {
        PreparedStatement shift = db.prepare("claim_shift");
        shift.setLong(1, newLead - row.getLong(2));
        shift.executeUpdate();
      }
    }
    PreparedStatement set = db.prepare("clock_set");
    set.setString(1, boot.orElseThrow());
    set.setLong(2, newLead);
    set.executeUpdate();
    lead = newLead;
    anchored = true;
  }

  /** After a transaction that was undone: what it wrote down is not there. */
  void forget() {
    anchored = false;
  }
}
