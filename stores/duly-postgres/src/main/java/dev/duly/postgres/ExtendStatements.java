package dev.duly.postgres;

import dev.duly.backend.Extended;
import dev.duly.backend.Extended.State;
import dev.duly.backend.Extension;
import dev.duly.backend.WorkerInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verb extend: one statement for all claims, and no look at any job. */
final class ExtendStatements {
  private ExtendStatements() {}

  /** What is held of a claim, and what of that is asked to stop. */
  private record Held(long open, long stop) {}

  static List<Extended> extend(Db db, WorkerInfo info, List<Extension> running)
      throws SQLException {
    Map<Long, Held> held = renew(db, info, running);
    List<Extended> answers = new ArrayList<>(running.size());
    NoteStatements notes = new NoteStatements();
    for (Extension extension : running) {
      PostgresToken token = token(extension);
      State state = state(token, held);
      answers.add(new Extended(extension.claim(), state));
      if (token != null && state != State.LOST) {
        notes.add(token, extension.notes());
      }
    }
    notes.put(db);
    return answers;
  }

  private static Map<Long, Held> renew(Db db, WorkerInfo info, List<Extension> running)
      throws SQLException {
    long[] claims =
        running.stream()
            .map(ExtendStatements::token)
            .filter(Objects::nonNull)
            .mapToLong(PostgresToken::claim)
            .distinct()
            .toArray();
    Values extend =
        db.prepare("extend").longs(claims).number(db.now()).number(info.lease().toMillis());
    Map<Long, Held> held = new HashMap<>();
    try (ResultSet row = extend.query()) {
      while (row.next()) {
        held.put(row.getLong(1), new Held(row.getLong(2), row.getLong(3)));
      }
    }
    return held;
  }

  private static @Nullable PostgresToken token(Extension extension) {
    return extension.claim().token() instanceof PostgresToken token ? token : null;
  }

  private static State state(@Nullable PostgresToken token, Map<Long, Held> held) {
    Held claim = token == null ? null : held.get(token.claim());
    if (token == null || claim == null || (claim.open & token.bit()) == 0) {
      return State.LOST;
    }
    return (claim.stop & token.bit()) != 0 ? State.STOP : State.HELD;
  }
}
