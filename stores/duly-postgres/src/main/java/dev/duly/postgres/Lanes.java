package dev.duly.postgres;

import dev.duly.job.EncodedJob;
import dev.duly.job.Priority;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes that are known to be there, so that a job has one to lie in. Thread-safe. */
final class Lanes {
  private static final int KNOWN_MAX = 10_000;

  private final Store store;
  private final Set<Lane> known = ConcurrentHashMap.newKeySet();

  private record Lane(String queue, Priority level) {}

  Lanes(Store store) {
    this.store = store;
  }

  /** Makes those that are new, in transactions of their own: a lane without a job does no harm. */
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
