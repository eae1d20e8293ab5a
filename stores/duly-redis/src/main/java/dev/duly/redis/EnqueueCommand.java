package dev.duly.redis;

import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores jobs, queue by queue. */
final class EnqueueCommand {
  private final Redis redis;
  private final Queues queues;

  EnqueueCommand(Redis redis, Queues queues) {
    this.redis = redis;
    this.queues = queues;
  }

  /** In the order of the jobs. Sent again as it is when it is unknown whether it arrived. */
  List<Enqueued> enqueue(List<EncodedJob> jobs) {
    Map<String, Batch> bulks = new LinkedHashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      EncodedJob job = jobs.get(i);
      bulks
          .computeIfAbsent(job.queue(), queue -> new Batch())
          .add(i, job, List.of(due(job.due()), Body.of(job).bytes()));
    }
    Enqueued[] answers = new Enqueued[jobs.size()];
    bulks.forEach(
        (queue, bulk) ->
            bulk.answer(
                redis.again(
                    () ->
                        queues.runKnown(
                            "enqueue of " + bulk.size() + " jobs",
                            Script.ENQUEUE,
                            queue,
                            bulk.arguments())),
                answers));
    return Arrays.asList(answers);
  }

  /** The time from which it may run, as scripts read it; nothing for at once. */
  static byte[] due(Due due) {
    if (due instanceof Due.In in) {
      return Bytes.latin(in.delay().isZero() ? "" : "+" + in.delay().toMillis());
    }
    return Bytes.of(((Due.At) due).instant().toEpochMilli());
  }

  /** Jobs of one queue on their way into it. Of several with the same id the first is sent. */
  static final class Batch {
    private final List<byte[]> arguments = new ArrayList<>();
    private final List<EncodedJob> jobs = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>(); // among all jobs
    private final Map<String, Integer> sent =
        new HashMap<>(); // by id, which of those that are sent

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
}
