package dev.duly.memory;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Until;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which job holds which key (rule E6). Nothing happens when a job ends: who asks for its key looks
 * whether it still holds. Guarded by the store's lock.
 */
final class UniqueKeys {
  private final Map<String, StoredJob> holders = new HashMap<>();
  private final Lanes lanes;

  UniqueKeys(Lanes lanes) {
    this.lanes = lanes;
  }

  /**
   * The answer to a new job if another one holds its key, which it replaces if it asks for that.
   */
  Optional<Enqueued> meet(EncodedJob job, Instant now) {
    Optional<StoredJob> holder = holderFor(job, now);
    Optional<Enqueued> answer = holder.map(it -> answer(it, job));
    if (answer.isPresent() && answer.get() instanceof Enqueued.Replaced) {
      lanes.remove(holder.get());
      holder.get().replace(job, now);
      lanes.add(holder.get());
    }
    return answer;
  }

  /** What {@link #meet} would answer; nothing is replaced. */
  Optional<Enqueued> preview(EncodedJob job, Instant now) {
    return holderFor(job, now).map(holder -> answer(holder, job));
  }

  private Optional<StoredJob> holderFor(EncodedJob job, Instant now) {
    return job.labels().uniqueKey().flatMap(key -> holder(key, now));
  }

  private static Enqueued answer(StoredJob holder, EncodedJob job) {
    JobId id = holder.asked.id();
    boolean alike =
        holder.asked.type().equals(job.type()) && holder.asked.queue().equals(job.queue());
    return switch (job.unique().onConflict()) {
      case RETURN_EXISTING -> new Enqueued.Duplicate(id);
      case REJECT -> new Enqueued.Rejected(id);
      case REPLACE -> {
        if (!alike) {
          yield new Enqueued.Rejected(id);
        }
        if (holder.state != JobState.WAITING) {
          yield new Enqueued.Duplicate(id);
        }
        yield new Enqueued.Replaced(id);
      }
    };
  }

  private Optional<StoredJob> holder(String key, Instant now) {
    return Optional.ofNullable(holders.get(key)).filter(job -> holds(job, now));
  }

  private static boolean holds(StoredJob job, Instant now) {
    Until until = job.asked.unique().until();
    if (until instanceof Until.For held) {
      return job.acceptedAt.plus(held.time()).isAfter(now);
    }
    return !job.state.isFinal() && (until instanceof Until.Finished || job.isUnclaimed());
  }

  /** It holds its key, if it has one. */
  void take(StoredJob job) {
    job.asked.labels().uniqueKey().ifPresent(key -> holders.put(key, job));
  }

  /**
   * A job that is to wait again takes a key anew that it held until it had finished.
   *
   * @return false if another one holds it
   */
  boolean takeAnew(StoredJob job, Instant now) {
    Optional<String> key = job.asked.labels().uniqueKey();
    if (key.isEmpty() || !(job.asked.unique().until() instanceof Until.Finished)) {
      return true;
    }
    boolean isFree = holder(key.get(), now).isEmpty();
    if (isFree) {
      take(job);
    }
    return isFree;
  }

  /** Goes with its job. */
  void forget(StoredJob job) {
    job.asked.labels().uniqueKey().ifPresent(key -> holders.remove(key, job));
  }
}
