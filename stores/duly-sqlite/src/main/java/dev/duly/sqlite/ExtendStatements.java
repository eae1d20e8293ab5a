package dev.duly.sqlite;

import dev.duly.backend.Extended;
import dev.duly.backend.Extended.State;
import dev.duly.backend.Extension;
import dev.duly.backend.WorkerInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The verb extend: one update for each run, however many jobs of it still run; then a look at each
 * job.
 */
final class ExtendStatements {
  private ExtendStatements() {}

  static List<Extended> extend(Tx tx, WorkerInfo info, List<Extension> running)
      throws SQLException {
    Set<Long> renewed = new HashSet<>();
    List<Extended> answers = new ArrayList<>(running.size());
    for (Extension extension : running) {
      answers.add(new Extended(extension.claim(), extend(tx, info, extension, renewed)));
    }
    return answers;
  }

  private static State extend(Tx tx, WorkerInfo info, Extension extension, Set<Long> renewed)
      throws SQLException {
    if (!(extension.claim().token() instanceof SqliteToken token)) {
      return State.LOST;
    }
    PreparedStatement held = tx.prepare("extend_held");
    held.setLong(1, token.seq());
    held.setLong(2, token.run());
    boolean cancelRequested;
    try (ResultSet row = held.executeQuery()) {
      if (!row.next()) {
        return State.LOST;
      }
      cancelRequested = row.getBoolean(1);
    }
    if (renewed.add(token.run())) {
      PreparedStatement renew = tx.prepare("claim_extend");
      renew.setLong(1, tx.now + info.lease().toMillis());
      renew.setLong(2, token.run());
      renew.executeUpdate();
    }
    NoteStatements.put(tx, token, extension.notes());
    return cancelRequested ? State.STOP : State.HELD;
  }
}
