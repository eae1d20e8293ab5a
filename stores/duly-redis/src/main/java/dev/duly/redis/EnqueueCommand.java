package dev.duly.redis;

import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.OnConflict;
import dev.duly.job.Until;
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
          .add(i, job, List.of(due(job), Body.of(job).bytes()));
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

  /** When a job may run, as scripts read it; of one with a unique key with the terms of that. */
  static byte[] due(EncodedJob job) {
    byte[] due = due(job.due());
    return job.labels().uniqueKey().isPresent() ? UniqueTerms.of(job).after(due) : due;
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
     * @param taken number and stored job of each whose id was taken; or a negative number, from -1
     *     on, and what became of a job whose unique key was held
     */
    void answer(List<Object> taken, Enqueued[] answers) {
      Map<Integer, Body> holders = new HashMap<>();
      Map<Integer, Enqueued> met = new HashMap<>();
      for (int i = 0; i < taken.size(); i += 2) {
        int number = ((Long) taken.get(i)).intValue();
        byte[] text = (byte[]) taken.get(i + 1);
        if (number < 0) {
          met.put(-1 - number, UniqueTerms.met(text));
        } else {
          holders.put(number, Stored.body(text));
        }
      }
      for (int i = 0; i < jobs.size(); i++) {
        EncodedJob job = jobs.get(i);
        int number = sent.getOrDefault(job.id().value(), 0);
        Enqueued key = met.get(number);
        answers[places.get(i)] = key == null ? answer(job, holders.get(number)) : key;
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

  /**
   * On which terms a job has its unique key, as {@code unique.lua} reads them.
   *
   * @param mode f, s or t for until it has finished, until it has started, or for a time
   * @param millis of that time
   * @param options how many bytes of its body say how it is run
   */
  record UniqueTerms(char mode, long millis, int options, OnConflict onConflict, String key) {
    private static final String WITH_KEY = "!";

    static UniqueTerms of(EncodedJob job) {
      Until until = job.unique().until();
      return new UniqueTerms(
          until instanceof Until.Finished ? 'f' : until instanceof Until.Started ? 's' : 't',
          until instanceof Until.For held ? held.time().toMillis() : 0,
          Body.of(job).optionsLength(),
          job.unique().onConflict(),
          job.labels().uniqueKey().orElseThrow());
    }

    /** Of a job on its way into the queue, behind its due time. */
    byte[] after(byte[] due) {
      String on =
          switch (onConflict) {
            case RETURN_EXISTING -> "e";
            case REPLACE -> "p";
            case REJECT -> "j";
          };
      return start(new Bytes(64).raw(Bytes.latin(WITH_KEY)).number(due.length, 1).raw(due))
          .raw(Bytes.latin(on))
          .raw(Bytes.utf8(key))
          .done();
    }

    /** Of a job that is stored and holds it not yet. */
    byte[] stored() {
      return start(new Bytes(64)).raw(Bytes.utf8(key)).done();
    }

    private Bytes start(Bytes out) {
      return out.raw(Bytes.latin(String.valueOf(mode))).number(millis, 6).number(options, 4);
    }

    /** What became of a job whose key was held. */
    static Enqueued met(byte[] answer) {
      JobId holder = Ids.of(Arrays.copyOfRange(answer, 1, answer.length));
      return switch ((char) answer[0]) {
        case 'P' -> new Enqueued.Replaced(holder);
        case 'J' -> new Enqueued.Rejected(holder);
        default -> new Enqueued.Duplicate(holder);
      };
    }
  }
}
