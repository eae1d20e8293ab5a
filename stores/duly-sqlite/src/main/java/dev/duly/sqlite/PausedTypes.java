package dev.duly.sqlite;

import dev.duly.backend.ClaimRef;
import dev.duly.job.JobRef;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Paused types. Their waiting jobs are moved behind a gate, to lanes where no claim looks, so that
 * a hundred thousand of them cost a claim nothing; what comes meanwhile goes there at once.
 */
final class PausedTypes {
  /** In front of it lie the lanes that claims pop from. */
  static final String OPEN = "";

  private PausedTypes() {}

  private static String of(String type) {
    return "type:" + type;
  }

  static Set<String> pausedTypes(Db db) throws SQLException {
    Set<String> types = new HashSet<>();
    try (ResultSet row = db.prepare("type_list").executeQuery()) {
      while (row.next()) {
        types.add(row.getString(1));
      }
    }
    return types;
  }

  /** Where a waiting job of this type belongs now. */
  static long lane(Tx tx, String queue, Priority level, String type) throws SQLException {
    return tx.lane(queue, level, tx.isPaused(type) ? of(type) : OPEN);
  }

  /** A job has come back to wait: not in its old lane if its type is paused. */
  static void putBack(Tx tx, long seq, ClaimRef claim) throws SQLException {
    if (tx.isPaused(claim.type())) {
      Priority level = level(tx, claim.job());
      PreparedStatement change = tx.prepare("lane_change_one");
      change.setLong(1, lane(tx, claim.job().queue(), level, claim.type()));
      change.setLong(2, seq);
      change.executeUpdate();
    }
  }

  private static Priority level(Tx tx, JobRef job) throws SQLException {
    PreparedStatement look = tx.prepare("state");
    look.setString(1, job.id().value());
    try (ResultSet row = look.executeQuery()) {
      return Priority.of(row.getString(3));
    }
  }

  /** How many jobs went behind the gate. */
  static int close(Tx tx, String type) throws SQLException {
    PreparedStatement pause = tx.prepare("type_pause");
    pause.setString(1, type);
    pause.setLong(2, tx.now);
    pause.executeUpdate();
    tx.forgetPausedTypes();
    int moved = 0;
    for (Lane lane : lanes(tx, OPEN)) {
      PreparedStatement change = tx.prepare("lane_change_type");
      change.setLong(1, tx.lane(lane.queue(), lane.level(), of(type)));
      change.setLong(2, lane.number());
      change.setString(3, type);
      moved += change.executeUpdate();
    }
    return moved;
  }

  /** How many jobs came out. */
  static int open(Tx tx, String type) throws SQLException {
    PreparedStatement resume = tx.prepare("type_resume");
    resume.setString(1, type);
    resume.executeUpdate();
    tx.forgetPausedTypes();
    tx.news();
    int moved = 0;
    for (Lane lane : lanes(tx, of(type))) {
      PreparedStatement change = tx.prepare("lane_change_all");
      change.setLong(1, tx.lane(lane.queue(), lane.level(), OPEN));
      change.setLong(2, lane.number());
      moved += change.executeUpdate();
    }
    return moved;
  }

  private static Set<Lane> lanes(Tx tx, String gate) throws SQLException {
    PreparedStatement find = tx.prepare("lanes");
    find.setString(1, gate);
    Set<Lane> lanes = new HashSet<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        lanes.add(new Lane(row.getLong(1), row.getString(2), Priority.of(row.getString(3))));
      }
    }
    return lanes;
  }
}
