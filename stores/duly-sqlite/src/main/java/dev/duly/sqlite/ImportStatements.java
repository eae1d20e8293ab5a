package dev.duly.sqlite;

import dev.duly.backend.room.DeadJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Streaks;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes jobs that have just been stored what they were elsewhere: dead, with all that happened. */
final class ImportStatements {
  private ImportStatements() {}

  static void importDead(Tx tx, DeadJob letter) throws SQLException {
    update(tx, letter);
    Turns.leave(tx, Turns.Group.of(letter.job()), 0);
    tx.move(letter.job().queue(), JobState.WAITING, JobState.DEAD, 1);
    List<AttemptRecord> attempts = letter.attempts();
    for (int i = 0; i < attempts.size(); i++) {
      add(tx, letter, i - attempts.size(), attempts.get(i));
    }
  }

  private static void update(Tx tx, DeadJob letter) throws SQLException {
    JobRecord record = letter.record();
    Job job = record.job();
    Streaks streaks = job.streaks();
    PreparedStatement put = tx.prepare("import");
    put.setInt(1, job.attempts());
    put.setInt(2, record.lost());
    put.setInt(3, streaks.lost());
    put.setInt(4, streaks.released());
    put.setInt(5, streaks.parked());
    put.setBoolean(6, record.cancelRequested());
    put.setString(7, letter.reason());
    put.setString(8, letter.failure().fingerprint());
    put.setLong(9, job.createdAt().toEpochMilli());
    put.setLong(10, job.scheduledAt().toEpochMilli());
    time(put, 11, record.startedAt());
    put.setLong(12, letter.diedAt().toEpochMilli());
    put.setString(13, record.worker().orElse(null));
    put.setString(14, job.id().value());
    put.executeUpdate();
  }

  private static void time(PreparedStatement statement, int at, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setLong(at, time.get().toEpochMilli());
    } else {
      statement.setNull(at, Types.INTEGER);
    }
  }

  private static void add(Tx tx, DeadJob letter, int fence, AttemptRecord attempt)
      throws SQLException {
    @Nullable Failure failure = attempt.failure().orElse(null);
    PreparedStatement add = tx.prepare("import_attempt");
    add.setInt(1, fence);
    add.setInt(2, attempt.number());
    add.setLong(3, attempt.startedAt().toEpochMilli());
    add.setLong(4, attempt.endedAt().toEpochMilli());
    add.setString(5, attempt.worker());
    add.setString(6, attempt.outcome());
    add.setString(7, failure == null ? null : failure.error());
    add.setString(8, failure == null ? null : failure.message());
    add.setString(9, failure == null ? null : failure.stack());
    add.setString(10, failure == null ? null : failure.fingerprint());
    add.setString(11, letter.job().id().value());
    add.executeUpdate();
  }
}
