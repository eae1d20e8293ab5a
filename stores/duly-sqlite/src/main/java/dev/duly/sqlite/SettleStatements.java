package dev.duly.sqlite;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.support.FollowUps;
import dev.duly.job.Failure;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verb settle, for one batch. Every statement says whose claim it is, and changes nothing if
 * that claim is no longer current. Plain completions of neighbours in a run, nearly all that there
 * are, are one update over their range; anything else is an update of its own.
 */
final class SettleStatements {
  private final Tx tx;
  private final @Nullable Outcome[] outcomes;
  private final Map<Long, Integer> closed = new HashMap<>();

  /** A completion and its place in the batch. */
  private record Plain(int place, SqliteToken token, String queue) {}

  private SettleStatements(Tx tx, int size) {
    this.tx = tx;
    this.outcomes = new Outcome[size];
  }

  static List<Outcome> settle(Tx tx, List<Settlement> done) throws SQLException {
    SettleStatements settling = new SettleStatements(tx, done.size());
    List<Plain> plain = new ArrayList<>(done.size());
    for (int i = 0; i < done.size(); i++) {
      Settlement settlement = done.get(i);
      if (!(settlement.claim().token() instanceof SqliteToken token)) {
        settling.outcomes[i] = Outcome.LOST;
      } else if (isPlain(settlement)) {
        plain.add(new Plain(i, token, settlement.claim().job().queue()));
      } else {
        settling.outcomes[i] = settling.settleOne(settlement, token);
      }
    }
    settling.completeAll(plain);
    for (Map.Entry<Long, Integer> run : settling.closed.entrySet()) {
      ClaimRow.close(tx, run.getKey(), run.getValue());
    }
    return Arrays.stream(settling.outcomes).toList();
  }

  private static boolean isPlain(Settlement settlement) {
    return settlement instanceof Complete c
        && c.result().isEmpty()
        && c.then().isEmpty()
        && c.notes().isEmpty();
  }

  private void completeAll(List<Plain> plain) throws SQLException {
    plain.sort(
        Comparator.comparingLong((Plain p) -> p.token().run())
            .thenComparingInt(p -> p.token().index()));
    for (int from = 0; from < plain.size(); ) {
      int to = from + 1;
      while (to < plain.size() && areNeighbours(plain.get(to - 1), plain.get(to))) {
        to++;
      }
      complete(plain.subList(from, to));
      from = to;
    }
  }

  private static boolean areNeighbours(Plain left, Plain right) {
    return left.token().run() == right.token().run()
        && left.token().index() + 1 == right.token().index();
  }

  private void complete(List<Plain> range) throws SQLException {
    SqliteToken first = range.get(0).token();
    long hi = range.get(range.size() - 1).token().seq();
    PreparedStatement complete = tx.prepare("settle_complete");
    complete.setLong(1, tx.now);
    complete.setLong(2, first.seq());
    complete.setLong(3, hi);
    complete.setLong(4, first.run());
    int applied = complete.executeUpdate();
    if (applied > 0) {
      String queue = range.get(0).queue();
      left(first.run(), queue, JobState.COMPLETED, applied);
      if (first.isGated()) {
        LimitStatements.ended(tx, queue, first.run(), 0);
      }
    }
    Map<Long, String> ended =
        applied == range.size() ? Map.of() : ended(first.seq(), hi, first.run());
    for (Plain entry : range) {
      boolean ours = applied == range.size() || "complete".equals(ended.get(entry.token().seq()));
      outcomes[entry.place()] = ours ? Outcome.APPLIED : Outcome.LOST;
    }
  }

  private Outcome settleOne(Settlement settlement, SqliteToken token) throws SQLException {
    JobState to = apply(settlement, token);
    if (to == JobState.RUNNING) {
      String verb = ended(token.seq(), token.seq(), token.run()).get(token.seq());
      return settlement.verb().equals(verb) ? Outcome.APPLIED : Outcome.LOST;
    }
    left(token.run(), settlement.claim().job().queue(), to, 1);
    NoteStatements.put(tx, token, settlement.notes());
    if (!settlement.then().isEmpty()) {
      FollowUps.warn(settlement.then(), EnqueueStatements.enqueue(tx, settlement.then()));
    }
    if (token.isGated()) {
      int unrun = settlement.run().isEmpty() ? 1 : 0;
      LimitStatements.ended(tx, settlement.claim().job().queue(), token.run(), unrun);
    }
    if (to == JobState.WAITING) {
      putBack(settlement.claim(), token);
      tx.news();
    }
    if (settlement instanceof Release release && release.why() == ReleaseReason.RATE_LIMITED) {
      LimitStatements.hold(tx, look(settlement.claim()));
    }
    return Outcome.APPLIED;
  }

  /** Its lane is another one if its type is paused; with a key, it waits for its turn. */
  private void putBack(ClaimRef claim, SqliteToken token) throws SQLException {
    if (token.isGated() || tx.isPaused(claim.type())) {
      Gates.putBack(tx, look(claim));
    }
  }

  private JobLook look(ClaimRef claim) throws SQLException {
    return JobLook.at(tx, claim.job().id()).orElseThrow();
  }

  /** Where it brought the job: {@code RUNNING} if it changed nothing. */
  private JobState apply(Settlement settlement, SqliteToken token) throws SQLException {
    if (settlement instanceof Complete complete) {
      return complete(complete, token) ? JobState.COMPLETED : JobState.RUNNING;
    } else if (settlement instanceof Retry retry) {
      return retry(retry, token) ? JobState.WAITING : JobState.RUNNING;
    } else if (settlement instanceof Release release) {
      return release(release, token) ? JobState.WAITING : JobState.RUNNING;
    } else if (settlement instanceof Cancel cancel) {
      return cancel(cancel, token) ? JobState.CANCELLED : JobState.RUNNING;
    }
    return deadLetter((DeadLetter) settlement, token) ? JobState.DEAD : JobState.RUNNING;
  }

  private boolean complete(Complete complete, SqliteToken token) throws SQLException {
    PreparedStatement update = tx.prepare("settle_complete_result");
    update.setLong(1, tx.now);
    update.setBytes(2, complete.result().map(Payload::bytes).orElse(null));
    update.setString(3, complete.result().map(Payload::contentType).orElse(null));
    update.setInt(4, complete.result().map(Payload::version).orElse(1));
    update.setString(5, complete.result().flatMap(Payload::keyId).orElse(null));
    return changed(update, 6, token);
  }

  private boolean retry(Retry retry, SqliteToken token) throws SQLException {
    PreparedStatement update = tx.prepare("settle_retry");
    update.setLong(1, tx.now + retry.delay().toMillis());
    update.setString(2, retry.failure().fingerprint());
    return changed(update, 3, token)
        && remember(retry, token, "retried", Optional.of(retry.failure()));
  }

  private boolean release(Release release, SqliteToken token) throws SQLException {
    PreparedStatement update = tx.prepare("settle_release");
    update.setLong(1, tx.now + release.delay().toMillis());
    update.setString(2, release.parkReason().map(ParkReason::toString).orElse(null));
    update.setInt(3, release.after().lost());
    update.setInt(4, release.after().released());
    update.setInt(5, release.after().parked());
    return changed(update, 6, token);
  }

  private boolean cancel(Cancel cancel, SqliteToken token) throws SQLException {
    PreparedStatement update = tx.prepare("settle_cancel");
    update.setLong(1, tx.now);
    update.setString(2, cancel.reason());
    update.setBoolean(3, cancel.run().isPresent());
    return changed(update, 4, token) && remember(cancel, token, "cancelled", Optional.empty());
  }

  private boolean deadLetter(DeadLetter dead, SqliteToken token) throws SQLException {
    boolean started = dead.run().isPresent();
    PreparedStatement update = tx.prepare("settle_dead_letter");
    update.setLong(1, tx.now);
    update.setString(2, dead.reason().text());
    update.setInt(3, started ? 1 : 0);
    update.setBoolean(4, started);
    update.setString(5, dead.failure().fingerprint());
    return changed(update, 6, token) && remember(dead, token, "dead", Optional.of(dead.failure()));
  }

  /** Binds whose claim it is and looks whether it still was. */
  private static boolean changed(PreparedStatement update, int from, SqliteToken token)
      throws SQLException {
    update.setLong(from, token.seq());
    update.setLong(from + 1, token.run());
    return update.executeUpdate() == 1;
  }

  private boolean remember(
      Settlement settlement, SqliteToken token, String outcome, Optional<Failure> failure)
      throws SQLException {
    PreparedStatement add = tx.prepare("attempt_add");
    add.setInt(1, settlement.claim().attempt());
    add.setLong(2, startedAt(settlement));
    add.setLong(3, tx.now);
    add.setString(4, outcome);
    add.setString(5, failure.map(Failure::error).orElse(null));
    add.setString(6, failure.map(Failure::message).orElse(null));
    add.setString(7, failure.map(Failure::stack).orElse(null));
    add.setString(8, failure.map(Failure::fingerprint).orElse(null));
    add.setLong(9, token.seq());
    add.executeUpdate();
    PreparedStatement prune = tx.prepare("attempt_prune");
    prune.setLong(1, token.seq());
    prune.setLong(2, token.seq());
    prune.executeUpdate();
    return true;
  }

  private long startedAt(Settlement settlement) {
    Optional<Run> run = settlement.run();
    return run.isPresent()
        ? tx.now - run.get().ran().toMillis()
        : settlement.claim().claimedAt().toEpochMilli();
  }

  /** By row, what ended those of the range that this run held last. */
  private Map<Long, String> ended(long lo, long hi, long run) throws SQLException {
    PreparedStatement find = tx.prepare("settled");
    find.setLong(1, lo);
    find.setLong(2, hi);
    find.setLong(3, run);
    Map<Long, String> verbs = new HashMap<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        verbs.put(row.getLong(1), String.valueOf(row.getString(2)));
      }
    }
    return verbs;
  }

  private void left(long run, String queue, JobState to, int jobs) {
    closed.merge(run, jobs, Integer::sum);
    tx.move(queue, JobState.RUNNING, to, jobs);
  }
}
