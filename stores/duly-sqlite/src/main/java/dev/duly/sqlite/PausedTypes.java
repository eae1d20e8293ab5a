package dev.duly.sqlite;

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
  private PausedTypes() {}

  static Set<String> pausedTypes(Db db) throws SQLException {
    Set<String> types = new HashSet<>();
    try (ResultSet row = db.prepare("type_list").executeQuery()) {
      while (row.next()) {
        types.add(row.getString(1));
      }
    }
    return types;
  }

  /** How many jobs went behind the gate. */
  static int close(Tx tx, String type) throws SQLException {
    PreparedStatement pause = tx.prepare("type_pause");
    pause.setString(1, type);
    pause.setLong(2, tx.now);
    pause.executeUpdate();
    tx.forgetPausedTypes();
    int moved = 0;
    for (Lane lane : lanes(tx, Gates.OPEN)) {
      moved += move(tx, lane, type, Gates.ofType(type, false));
    }
    for (Lane lane : lanes(tx, Gates.KEYS)) {
      moved += move(tx, lane, type, Gates.ofType(type, true));
      Turns.leaveAll(tx, lane.queue(), lane.level());
    }
    return moved;
  }

  private static int move(Tx tx, Lane lane, String type, String gate) throws SQLException {
    PreparedStatement change = tx.prepare("lane_change_type");
    change.setLong(1, tx.lane(lane.queue(), lane.level(), gate));
    change.setLong(2, lane.number());
    change.setString(3, type);
    return change.executeUpdate();
  }

  /** How many jobs came out. */
  static int open(Tx tx, String type) throws SQLException {
    PreparedStatement resume = tx.prepare("type_resume");
    resume.setString(1, type);
    resume.executeUpdate();
    tx.forgetPausedTypes();
    tx.news();
    int moved = 0;
    for (Lane lane : lanes(tx, Gates.ofType(type, false))) {
      moved += moveAll(tx, lane, Gates.OPEN);
    }
    for (Lane lane : lanes(tx, Gates.ofType(type, true))) {
      Turns.comeAll(tx, lane);
      moved += moveAll(tx, lane, Gates.KEYS);
    }
    return moved;
  }

  private static int moveAll(Tx tx, Lane lane, String gate) throws SQLException {
    PreparedStatement change = tx.prepare("lane_change_all");
    change.setLong(1, tx.lane(lane.queue(), lane.level(), gate));
    change.setLong(2, lane.number());
    return change.executeUpdate();
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
