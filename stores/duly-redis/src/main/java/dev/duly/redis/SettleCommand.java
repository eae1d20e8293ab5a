package dev.duly.redis;

import dev.duly.backend.Outcome;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.support.SessionReport;
import dev.duly.job.EncodedJob;
import dev.duly.job.ParkReason;
import dev.duly.job.Streaks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settlements of one queue's claims, as {@code turn.lua} reads them. Completions of one claim that
 * follow one another and say nothing else go together.
 */
final class SettleCommand {
  private static final int TOGETHER_MAX = 1_000;
  private static final int REASON_MAX = 255;

  private final String queue;
  private final List<byte[]> report;
  private boolean fillsOutbox;
  private final List<Integer> places = new ArrayList<>(); // among all settlements
  private final List<Integer> lost = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();
  private final List<byte[]> together = new ArrayList<>();
  private final Set<String> togetherIds = new HashSet<>();
  private String togetherClaim = "";

  /**
   * None yet.
   *
   * @param rows of the session's report; those of other queues are not its own
   */
  SettleCommand(String queue, String worker, SessionReport.Rows rows) {
    this.queue = queue;
    this.report = RedisStatistics.arguments(worker, rows.of(queue));
  }

  /** Whether follow-up jobs for other queues may have been left in the outbox. */
  boolean fillsOutbox() {
    return fillsOutbox;
  }

  void add(int place, Settlement settlement) {
    fillsOutbox |= settlement.then().stream().anyMatch(job -> !job.queue().equals(queue));
    if (!(settlement.claim().token() instanceof RedisToken token)) {
      lost.add(place); // no claim of ours
      return;
    }
    places.add(place);
    if (settlement instanceof Complete complete && isPlain(complete)) {
      addPlain(token);
      return;
    }
    flush();
    arguments.add(Bytes.latin(letter(settlement)));
    arguments.add(Bytes.latin(token.claim()));
    arguments.add(Bytes.latin(token.id()));
    if (settlement instanceof Complete complete) {
      arguments.add(complete.result().map(Body::bytes).orElse(Bytes.latin("")));
      then(complete.then());
    } else if (settlement instanceof Retry retry) {
      arguments.add(Bytes.of(retry.delay().toMillis()));
      ran(retry.run());
      arguments.add(Stored.bytes(retry.failure()));
    } else if (settlement instanceof Release release) {
      arguments.add(Bytes.of(release.delay().toMillis()));
      arguments.add(Bytes.utf8(release.parkReason().map(ParkReason::toString).orElse("")));
      Streaks after = release.after();
      arguments.add(Bytes.of(after.lost()));
      arguments.add(Bytes.of(after.released()));
      arguments.add(Bytes.of(after.parked()));
    } else if (settlement instanceof Cancel cancel) {
      ran(cancel.run());
      arguments.add(Bytes.utf8(cancel.reason(), REASON_MAX));
      then(cancel.then());
    } else if (settlement instanceof DeadLetter dead) {
      ran(dead.run());
      arguments.add(Bytes.latin(dead.reason().text()));
      arguments.add(Stored.bytes(dead.failure()));
      then(dead.then());
    }
  }

  /** Whether there is nothing about the job to be written but that it is completed. */
  private static boolean isPlain(Complete complete) {
    return complete.result().isEmpty()
        && complete.then().isEmpty()
        && complete.claim().job().streaks().lost() == 0;
  }

  private void addPlain(RedisToken token) {
    boolean fits =
        token.claim().equals(togetherClaim)
            && together.size() < TOGETHER_MAX
            && !togetherIds.contains(token.id());
    if (!fits) {
      flush();
      togetherClaim = token.claim();
    }
    together.add(Bytes.latin(token.id()));
    togetherIds.add(token.id());
  }

  private void flush() {
    if (!together.isEmpty()) {
      arguments.add(Bytes.latin("c"));
      arguments.add(Bytes.latin(togetherClaim));
      arguments.add(Bytes.of(together.size()));
      arguments.addAll(together);
      together.clear();
      togetherIds.clear();
    }
  }

  private static String letter(Settlement settlement) {
    if (settlement instanceof Complete) {
      return "C";
    } else if (settlement instanceof Retry) {
      return "r";
    } else if (settlement instanceof Release) {
      return "l";
    } else {
      return settlement instanceof Cancel ? "x" : "d";
    }
  }

  private void ran(Optional<Run> run) {
    arguments.add(run.map(r -> Bytes.of(r.ran().toMillis())).orElse(Bytes.latin("")));
  }

  private void then(List<EncodedJob> jobs) {
    arguments.add(Bytes.of(jobs.size()));
    for (EncodedJob job : jobs) {
      arguments.add(Bytes.latin(job.queue().equals(queue) ? "" : job.queue()));
      arguments.add(Ids.bytes(job.id()));
      arguments.add(EnqueueCommand.due(job.due()));
      arguments.add(Body.of(job).bytes());
    }
  }

  /** The rows of the report, then how many settlements, then all of them. */
  List<byte[]> arguments() {
    flush();
    List<byte[]> all = new ArrayList<>(report.size() + arguments.size() + 1);
    all.addAll(report);
    all.add(Bytes.of(places.size()));
    all.addAll(arguments);
    return all;
  }

  /** Puts the answers where the settlements stood. */
  void read(byte[] letters, Outcome[] outcomes) {
    lost.forEach(place -> outcomes[place] = Outcome.LOST);
    for (int i = 0; i < letters.length; i++) {
      outcomes[places.get(i)] = letters[i] == 'A' ? Outcome.APPLIED : Outcome.LOST;
    }
  }
}
