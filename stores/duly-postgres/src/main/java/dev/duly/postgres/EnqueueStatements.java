package dev.duly.postgres;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Enqueued.Conflict;
import dev.duly.job.Enqueued.Duplicate;
import dev.duly.job.Enqueued.Stored;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The verb enqueue: one statement for a bulk of any jobs, of several callers, too. Thread-safe. */
final class EnqueueStatements {
  private static final String TAKEN = "23505"; // unique_violation

  private final BlockNumbers blocks;
  private final Lanes lanes;

  /** Who holds an id. */
  private record Holder(long seq, String type, String queue, Payload payload) {}

  EnqueueStatements(Store store) {
    this.blocks = new BlockNumbers(store);
    this.lanes = new Lanes(store);
  }

  /** Where jobs will lie; laid out once, they are known when they are sent again. */
  EnqueueRows lay(List<EncodedJob> jobs) {
    lanes.ensure(jobs);
    return EnqueueRows.of(jobs, blocks);
  }

  /**
   * In a transaction of its own. First as if no id was taken, since looking costs a third of all
   * there is; the statement that fails over one has done nothing.
   */
  List<Enqueued> enqueue(Db db, List<EncodedJob> jobs, EnqueueRows bulk) throws SQLException {
    if (haveKeys(jobs)) {
      try {
        return enqueueUnique(db, jobs, bulk);
      } catch (SQLException e) {
        lanes.forget();
        throw e;
      }
    }
    try {
      bulk.store(db);
      return jobs.stream().<Enqueued>map(job -> new Stored(job.id())).toList();
    } catch (SQLException e) {
      lanes.forget();
      if (!TAKEN.equals(e.getSQLState())) {
        throw e;
      }
      return enqueueAround(db, jobs, bulk);
    }
  }

  /** In the transaction that the connection is in, which an error would end. */
  List<Enqueued> enqueueWithin(Db db, List<EncodedJob> jobs) throws SQLException {
    EnqueueRows bulk = lay(jobs);
    return haveKeys(jobs) ? enqueueUnique(db, jobs, bulk) : enqueueAround(db, jobs, bulk);
  }

  /** The same, whatever keys they have: they take none. */
  List<Enqueued> enqueueWithoutKeys(Db db, List<EncodedJob> jobs) throws SQLException {
    return enqueueAround(db, jobs, lay(jobs));
  }

  /** Whether storing them may change other jobs, which takes several statements. */
  static boolean mayReplace(List<EncodedJob> jobs) {
    return jobs.stream().anyMatch(job -> job.unique().onConflict() == OnConflict.REPLACE);
  }

  private static boolean haveKeys(List<EncodedJob> jobs) {
    return jobs.stream().anyMatch(job -> job.labels().uniqueKey().isPresent());
  }

  /** An id that is there twice is looked at in turn: the second time it is known, or is not. */
  private List<Enqueued> enqueueUnique(Db db, List<EncodedJob> jobs, EnqueueRows bulk)
      throws SQLException {
    boolean each = jobs.stream().map(EncodedJob::id).distinct().count() < jobs.size();
    List<Enqueued> answers = new ArrayList<>(jobs.size());
    if (each) {
      for (EncodedJob job : jobs) {
        answers.addAll(enqueueUnique(db, List.of(job), lay(List.of(job))));
      }
      return answers;
    }
    Set<Long> stored = storeUnique(db, jobs, bulk);
    Map<String, Holder> holders = stored.size() == jobs.size() ? Map.of() : holders(db, jobs);
    for (int i = 0; i < jobs.size(); i++) {
      EncodedJob job = jobs.get(i);
      Holder holder = holders.get(job.id().value());
      if (stored.contains(bulk.seq(i))) {
        answers.add(new Stored(job.id()));
      } else if (holder != null) {
        answers.add(answer(job, bulk.seq(i), holder));
      } else {
        Optional<Enqueued> met = UniqueStatements.meet(db, job);
        answers.add(
            met.isPresent()
                ? met.get()
                : enqueueUnique(db, List.of(job), lay(List.of(job))).get(0));
      }
    }
    return answers;
  }

  private static Set<Long> storeUnique(Db db, List<EncodedJob> jobs, EnqueueRows bulk)
      throws SQLException {
    Set<Long> stored = new HashSet<>();
    Values values = bulk.bindKeys(bulk.bind(db.prepare("enqueue_unique"), db), jobs);
    try (ResultSet row = values.query()) {
      while (row.next()) {
        stored.add(row.getLong(1));
      }
    }
    return stored;
  }

  private static List<Enqueued> enqueueAround(Db db, List<EncodedJob> jobs, EnqueueRows bulk)
      throws SQLException {
    long stored;
    try (ResultSet row = bulk.bind(db.prepare("enqueue_around"), db).query()) {
      row.next();
      stored = row.getLong(1);
    }
    List<Enqueued> answers = new ArrayList<>(jobs.size());
    Map<String, Holder> holders = stored == jobs.size() ? Map.of() : holders(db, jobs);
    for (int i = 0; i < jobs.size(); i++) {
      EncodedJob job = jobs.get(i);
      Holder holder = holders.get(job.id().value());
      answers.add(holder == null ? new Stored(job.id()) : answer(job, bulk.seq(i), holder));
    }
    return answers;
  }

  private static Enqueued answer(EncodedJob job, long seq, Holder holder) {
    if (holder.seq() == seq) {
      return new Stored(job.id());
    }
    return job.sameContent(holder.type(), holder.queue(), holder.payload())
        ? new Duplicate(job.id())
        : new Conflict(job.id());
  }

  private static Map<String, Holder> holders(Db db, List<EncodedJob> jobs) throws SQLException {
    Values find = db.prepare("holders").texts(jobs.stream().map(j -> j.id().value()).toList());
    Map<String, Holder> holders = new HashMap<>();
    try (ResultSet row = find.query()) {
      while (row.next()) {
        holders.put(
            row.getString(1),
            new Holder(
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                new Payload(row.getBytes(7), row.getString(5), row.getInt(6), Optional.empty())));
      }
    }
    return holders;
  }

  /** The lanes that are known to be there, so that a job has one to lie in. Thread-safe. */
  private static final class Lanes {
    private static final int KNOWN_MAX = 10_000;

    private final Store store;
    private final Set<Lane> known = ConcurrentHashMap.newKeySet();

    private record Lane(String queue, Priority level) {}

    Lanes(Store store) {
      this.store = store;
    }

    /**
     * Makes those that are new, in transactions of their own: a lane without a job does no harm.
     */
    void ensure(List<EncodedJob> jobs) {
      for (EncodedJob job : jobs) {
        Lane lane = new Lane(job.queue(), job.priority());
        if (!known.contains(lane)) {
          store.callAgain(
              "enqueue",
              db -> db.prepare("lane_new").text(lane.queue()).text(lane.level().text()).update());
          if (known.size() >= KNOWN_MAX) {
            known.clear();
          }
          known.add(lane);
        }
      }
    }

    /** The database was emptied while it was in use. */
    void forget() {
      known.clear();
    }
  }
}
