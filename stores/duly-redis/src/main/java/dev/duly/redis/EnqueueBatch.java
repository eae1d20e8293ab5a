package dev.duly.redis;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs of one queue on their way into it. Of several with the same id the first is sent. */
final class EnqueueBatch {
  private final List<byte[]> arguments = new ArrayList<>();
  private final List<EncodedJob> jobs = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>(); // among all jobs
  private final Map<String, Integer> sent = new HashMap<>(); // by id, which of those that are sent

  /**
   * Adds one.
   *
   * @param about what the script is told of it, after its id
   */
  void add(int place, EncodedJob job, List<byte[]> about) {
    places.add(place);
    jobs.add(job);
    if (sent.putIfAbsent(job.id().value(), sent.size()) == null) {
      arguments.add(Ids.bytes(job.id()));
      arguments.addAll(about);
    }
  }

  int size() {
    return sent.size();
  }

  List<byte[]> arguments() {
    return arguments;
  }

  /**
   * Answers for each.
   *
   * @param taken number and stored job of each whose id was taken
   */
  void answer(List<Object> taken, Enqueued[] answers) {
    Map<Integer, Body> holders = new HashMap<>();
    for (int i = 0; i < taken.size(); i += 2) {
      holders.put(((Long) taken.get(i)).intValue(), Stored.body((byte[]) taken.get(i + 1)));
    }
    for (int i = 0; i < jobs.size(); i++) {
      EncodedJob job = jobs.get(i);
      int number = sent.getOrDefault(job.id().value(), 0);
      answers[places.get(i)] = answer(job, holders.get(number));
      holders.putIfAbsent(number, Body.of(job));
    }
  }

  private static Enqueued answer(EncodedJob job, @Nullable Body holder) {
    if (holder == null) {
      return new Enqueued.Stored(job.id());
    }
    return job.sameContent(holder.type(), job.queue(), holder.payload())
        ? new Enqueued.Duplicate(job.id())
        : new Enqueued.Conflict(job.id());
  }
}
