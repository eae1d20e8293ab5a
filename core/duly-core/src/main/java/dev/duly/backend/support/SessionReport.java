package dev.duly.backend.support;

import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.room.RunCounts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a session has settled, by queue and type, in reports of ten seconds. A session writes it
 * together with its settlements, in the same transaction, so that what is counted is what was
 * stored. A row that is written holds all of its report so far, and replaces what was written of it
 * before: a turn that is sent again counts once. Thread-safe.
 */
public final class SessionReport {
  private static final long LENGTH_NANOS = 10_000_000_000L;

  private final LongSupplier nanoTime;
  private final Object turns = new Object(); // held while one is under way
  // Guarded by this.
  private Report report;

  public SessionReport() {
    this(System::nanoTime);
  }

  SessionReport(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.report = new Report(new SecureRandom().nextLong(1L << 52), nanoTime.getAsLong());
  }

  /**
   * Of ten seconds; its number is unlike those of all others.
   *
   * @param unsure what the store may have of it is not known: a turn failed. It is written again by
   *     the next one, before another report begins.
   */
  private record Report(long number, long beganNanos, Map<Key, Counts> counts, Set<Key> unsure) {
    Report(long number, long beganNanos) {
      this(number, beganNanos, new HashMap<>(), new LinkedHashSet<>());
    }

    void add(Settlement settlement, int by) {
      if (Counts.counts(settlement)) {
        of(Key.of(settlement)).add(settlement, by);
      }
    }

    Counts of(Key key) {
      return counts.computeIfAbsent(key, k -> new Counts());
    }
  }

  private record Key(String queue, String type) {
    static Key of(Settlement settlement) {
      return new Key(settlement.claim().job().queue(), settlement.claim().type());
    }
  }

  /**
   * What is to be written of a report.
   *
   * @param number of the report
   * @param covers how long it has gone on
   * @param tallies all there is in the report of the queues and types that changed
   */
  public record Rows(long number, Duration covers, List<RunCounts> tallies) {
    /** Nothing is to be written. */
    public static final Rows NONE = new Rows(0, Duration.ZERO, List.of());

    public boolean isEmpty() {
      return tallies.isEmpty();
    }

    /** Those of one queue. */
    public Rows of(String queue) {
      return new Rows(
          number, covers, tallies.stream().filter(row -> row.queue().equals(queue)).toList());
    }
  }

  /**
   * Settles with the rows that count it, as if all of it would apply; what does not is taken back
   * at once. One call after the other, so that a later row holds all of an earlier one.
   *
   * @param settle stores the settlements and the rows together
   * @param correct stores rows by themselves
   */
  public TurnResult settle(
      List<Settlement> done, Function<Rows, TurnResult> settle, Consumer<Rows> correct) {
    synchronized (turns) {
      Entry entry = count(done);
      try {
        TurnResult turn = settle.apply(entry.rows());
        Rows others = entry.settled(turn.outcomes());
        if (!others.isEmpty()) {
          correct.accept(others);
        }
        return turn;
      } catch (RuntimeException e) {
        entry.failed();
        throw e;
      }
    }
  }

  synchronized Entry count(List<Settlement> done) {
    long now = nanoTime.getAsLong();
    if (now - report.beganNanos > LENGTH_NANOS && report.unsure.isEmpty()) {
      report = new Report(report.number + 1, now);
    }
    done.forEach(settlement -> report.add(settlement, 1));
    return new Entry(report, done);
  }

  private static Set<Key> keys(List<Settlement> some) {
    Set<Key> keys = new LinkedHashSet<>();
    for (Settlement settlement : some) {
      if (Counts.counts(settlement)) {
        keys.add(Key.of(settlement));
      }
    }
    return keys;
  }

  private synchronized Rows rows(Report of, Set<Key> keys) {
    Duration covers = Duration.ofNanos(nanoTime.getAsLong() - of.beganNanos);
    return new Rows(
        of.number,
        covers,
        keys.stream().map(key -> of.of(key).tally(key.queue, key.type)).toList());
  }

  /** Settlements that are counted, until they turn out not to apply. */
  final class Entry {
    private final Report in;
    private List<Settlement> counted;

    private Entry(Report in, List<Settlement> counted) {
      this.in = in;
      this.counted = counted;
    }

    /** With these among everything else, and with what is unsure. */
    Rows rows() {
      synchronized (SessionReport.this) {
        Set<Key> keys = keys(counted);
        keys.addAll(in.unsure);
        return SessionReport.this.rows(in, keys);
      }
    }

    /**
     * Counts those no longer that did not apply.
     *
     * @param outcomes one per settlement, in their order
     * @return what is to be written again; empty if all is as it was written
     */
    Rows settled(List<Outcome> outcomes) {
      synchronized (SessionReport.this) {
        List<Settlement> applied = new ArrayList<>();
        List<Settlement> others = new ArrayList<>();
        for (int i = 0; i < counted.size(); i++) {
          Outcome outcome = outcomes.get(i);
          boolean isStored = outcome == Outcome.APPLIED || outcome == Outcome.ACCEPTED;
          (isStored ? applied : others).add(counted.get(i));
        }
        takeBack(others);
        counted = applied;
        in.unsure.clear();
        return SessionReport.this.rows(in, keys(others));
      }
    }

    /** Counts none of them: whether they were stored is unknown, and they will be sent again. */
    void failed() {
      synchronized (SessionReport.this) {
        takeBack(counted);
        in.unsure.addAll(keys(counted));
        counted = List.of();
      }
    }

    private void takeBack(List<Settlement> some) {
      some.forEach(settlement -> in.add(settlement, -1));
    }
  }
}
