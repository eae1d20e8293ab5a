package dev.duly.redis;

import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores jobs, queue by queue. */
final class EnqueueCommand {
  private final Redis redis;
  private final Queues queues;

  EnqueueCommand(Redis redis, Queues queues) {
    this.redis = redis;
    this.queues = queues;
  }

  /** In the order of the jobs. Sent again as it is when nobody knows whether it arrived. */
  List<Enqueued> enqueue(List<EncodedJob> jobs) {
    Map<String, EnqueueBatch> bulks = new LinkedHashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      EncodedJob job = jobs.get(i);
      bulks
          .computeIfAbsent(job.queue(), queue -> new EnqueueBatch())
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
}
