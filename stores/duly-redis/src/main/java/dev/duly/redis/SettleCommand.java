package dev.duly.redis;

import dev.duly.backend.Notes;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.EncodedJob;
import dev.duly.job.ParkReason;
import dev.duly.job.Streaks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settlements of one queue's claims, as {@code settle.lua} reads them. Completions of one claim
 * that follow one another and say nothing else go together.
 */
final class SettleCommand {
  private static final int TOGETHER_MAX = 1_000;
  private static final int REASON_MAX = 255;
  private static final int FIRST_ID = 3; // in ARGV, after the time and the table

  private final String queue;
  private final List<Integer> places = new ArrayList<>(); // among all settlements
  private final List<Integer> lost = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> ids = new ArrayList<>(); // of those that go together
  private final List<byte[]> together = new ArrayList<>();
  private final Set<String> togetherIds = new HashSet<>();
  private String togetherClaim = "";
  private boolean fillsOutbox;

  /** None yet. */
  SettleCommand(String queue) {
    this.queue = queue;
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
    tables.add(table(settlement, token));
  }

  private byte[] table(Settlement settlement, RedisToken token) {
    Table table = new Table(settlement, token);
    if (settlement instanceof Complete complete) {
      complete.result().ifPresent(result -> table.put("result", Body.bytes(result)));
    } else if (settlement instanceof Retry retry) {
      table.put("delay", retry.delay().toMillis());
      table.put("failure", Stored.bytes(retry.failure()));
    } else if (settlement instanceof Release release) {
      Streaks after = release.after();
      table.put("delay", release.delay().toMillis());
      table.put("reason", Bytes.utf8(release.parkReason().map(ParkReason::toString).orElse("")));
      table.put("lost", after.lost());
      table.put("released", after.released());
      table.put("parked", after.parked());
    } else if (settlement instanceof Cancel cancel) {
      table.put("reason", Bytes.utf8(cancel.reason(), REASON_MAX));
    } else if (settlement instanceof DeadLetter dead) {
      table.put("reason", Bytes.latin(dead.reason().text()));
      table.put("failure", Stored.bytes(dead.failure()));
    }
    if (!settlement.notes().isEmpty()) {
      table.put("notes", notes(settlement.notes()));
    }
    if (!settlement.then().isEmpty()) {
      table.put("follow_ups", followUps(settlement.then()));
    }
    return table.done();
  }

  /** A settlement as a table: what every one has, and what is put. */
  private static final class Table {
    private final Packed entries = new Packed();
    private int size;

    private Table(Settlement settlement, RedisToken token) {
      put("verb", Bytes.latin(letter(settlement)));
      put("claim", Bytes.latin(token.claim()));
      put("id", Bytes.latin(token.id()));
      settlement.run().ifPresent(run -> put("ran", run.ran().toMillis()));
    }

    private void put(String key, byte[] value) {
      entries.key(key).bytes(value);
      size++;
    }

    private void put(String key, long value) {
      entries.key(key).number(value);
      size++;
    }

    private void put(String key, Packed value) {
      entries.key(key).raw(value.done());
      size++;
    }

    private byte[] done() {
      return new Packed().map(size).raw(entries.done()).done();
    }
  }

  /** Whether there is nothing about the job to be written but that it is completed. */
  private static boolean isPlain(Complete complete) {
    return complete.result().isEmpty()
        && complete.then().isEmpty()
        && complete.notes().isEmpty()
        && complete.claim().streaks().lost() == 0;
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
      int from = FIRST_ID + ids.size();
      ids.addAll(together);
      int to = FIRST_ID + ids.size() - 1;
      Packed table = new Packed().map(3).key("claim").latin(togetherClaim);
      tables.add(table.key("from").number(from).key("to").number(to).done());
      together.clear();
      togetherIds.clear();
    }
  }

  private static String letter(Settlement settlement) {
    if (settlement instanceof Complete) {
      return "c";
    } else if (settlement instanceof Retry) {
      return "r";
    } else if (settlement instanceof Release) {
      return "l";
    } else {
      return settlement instanceof Cancel ? "x" : "d";
    }
  }

  /** What a handler said, as {@code notes.lua} takes it. */
  static Packed notes(Notes notes) {
    Packed out = new Packed().map(notes.progress().isPresent() ? 3 : 2);
    notes.progress().ifPresent(progress -> out.key("progress").bytes(Body.bytes(progress)));
    out.key("first").number(notes.first()).key("lines").array(2 * notes.lines().size());
    for (Notes.Line line : notes.lines()) {
      out.number(Math.max(0, line.ago().toMillis())).bytes(Bytes.utf8(line.text()));
    }
    return out;
  }

  private Packed followUps(List<EncodedJob> jobs) {
    Packed out = new Packed().array(jobs.size());
    for (EncodedJob job : jobs) {
      out.array(4)
          .latin(job.queue().equals(queue) ? "" : job.queue())
          .bytes(Ids.bytes(job.id()))
          .bytes(EnqueueCommand.due(job))
          .bytes(Body.of(job).bytes());
    }
    return out;
  }

  /** All of them, in their order. */
  void write(Packed out) {
    flush();
    out.array(tables.size());
    tables.forEach(out::raw);
  }

  /** What follows the table: the ids to which it refers. */
  List<byte[]> ids() {
    return ids;
  }

  /** Puts the answers where the settlements stood. */
  void read(byte[] letters, Outcome[] outcomes) {
    lost.forEach(place -> outcomes[place] = Outcome.LOST);
    for (int i = 0; i < letters.length; i++) {
      outcomes[places.get(i)] = letters[i] == 'A' ? Outcome.APPLIED : Outcome.LOST;
    }
  }
}
