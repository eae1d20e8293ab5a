package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** What can be wrong with unique keys. */
final class BrokenKeys {
  private BrokenKeys() {}

  /** Looks whether the key is held, then stores: another one may come in between. */
  static final class UniqueByQuery extends BrokenBackend {
    private final Backend good;
    private final Map<String, JobRef> holders = new ConcurrentHashMap<>();

    UniqueByQuery(Backend good) {
      super(good);
      this.good = good;
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      List<Enqueued> answers = new ArrayList<>();
      for (EncodedJob job : jobs) {
        answers.add(
            job.labels().uniqueKey().map(key -> enqueue(job, key)).orElseGet(() -> plain(job)));
      }
      return answers;
    }

    private Enqueued enqueue(EncodedJob job, String key) {
      JobRef holder = holders.get(key);
      if (holder != null && isHeldBy(holder)) {
        return new Enqueued.Duplicate(holder.id());
      }
      LockSupport.parkNanos(100_000);
      holders.put(key, job.ref());
      return plain(job.withLabels(Labels.NONE));
    }

    private boolean isHeldBy(JobRef holder) {
      Optional<JobState> state =
          good.rooms().inspector().orElseThrow().states(List.of(holder)).get(0);
      return state.isPresent() && !state.get().isFinal();
    }

    private Enqueued plain(EncodedJob job) {
      return good.enqueue(List.of(job)).get(0);
    }
  }

  /** A key that was held once is held, though its job has finished long ago. */
  static final class KeyForEver extends BrokenBackend {
    private final Map<String, JobId> holders = new ConcurrentHashMap<>();

    KeyForEver(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      List<Enqueued> answers = new ArrayList<>();
      for (EncodedJob job : jobs) {
        JobId first =
            job.labels()
                .uniqueKey()
                .map(key -> holders.computeIfAbsent(key, k -> job.id()))
                .orElse(job.id());
        answers.add(
            first.equals(job.id())
                ? super.enqueue(List.of(job)).get(0)
                : new Enqueued.Duplicate(first));
      }
      return answers;
    }
  }

  /** A key that is there twice fails all jobs of the bulk. */
  static final class ConflictFailsTheBulk extends BrokenBackend {
    ConflictFailsTheBulk(Backend good) {
      super(good);
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      Set<String> keys = new HashSet<>();
      for (EncodedJob job : jobs) {
        if (job.labels().uniqueKey().filter(key -> !keys.add(key)).isPresent()) {
          throw new BackendException("duplicate key");
        }
      }
      return super.enqueue(jobs);
    }
  }
}
