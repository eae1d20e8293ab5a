package dev.duly.lab.crash;

import static dev.duly.lab.history.Event.What.ACK;
import static dev.duly.lab.history.Event.What.INTEND;
import static dev.duly.lab.history.Event.What.RESEND;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Feature;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.lab.history.HistoryWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that enqueues until it is killed: {@code CrashProducer STORE FOLDER NAME [MILLIS]}. It
 * writes down what it is going to enqueue and what was acknowledged, and sends now and then a batch
 * a second time, as after a lost answer, where ids are known. Between batches it pauses, up to so
 * many milliseconds, 20 if nothing is said.
 */
public final class CrashProducer {
  private static final long PAUSE_NANOS_MAX = 20_000_000;

  private CrashProducer() {}

  public static void main(String[] args) {
    try (Backend backend = StoreOpener.ofThisProcess().open(args[0])) {
      HistoryWriter history = new HistoryWriter(Path.of(args[1]), args[2]);
      produce(
          backend,
          history,
          args[2],
          args.length > 3 ? Long.parseLong(args[3]) * 1_000_000 : PAUSE_NANOS_MAX);
    }
  }

  /** On and on. */
  public static void produce(Backend backend, HistoryWriter history, String name) {
    produce(backend, history, name, PAUSE_NANOS_MAX);
  }

  private static void produce(
      Backend backend, HistoryWriter history, String name, long pauseNanosMax) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (int n = 0; ; ) {
      List<EncodedJob> batch = new ArrayList<>();
      for (int i = 1 + random.nextInt(30); i > 0; i--) {
        batch.add(job(name + "-" + n++, random));
      }
      batch.forEach(job -> history.write(INTEND, job.id().value()));
      acknowledge(enqueue(backend, batch, history), history);
      if (random.nextInt(5) == 0 && backend.capabilities().offers(Feature.KNOWN_IDS)) {
        acknowledge(enqueue(backend, batch, history), history);
      }
      LockSupport.parkNanos(random.nextLong(pauseNanosMax));
    }
  }

  /** Sent until there is an answer: the server itself may be away for a while. */
  private static List<Enqueued> enqueue(
      Backend backend, List<EncodedJob> batch, HistoryWriter history) {
    while (true) {
      try {
        return backend.enqueue(batch);
      } catch (BackendException e) {
        System.err.println(e.getMessage());
        if (!backend.capabilities().offers(Feature.KNOWN_IDS)) {
          batch.forEach(job -> history.write(RESEND, job.id().value()));
        }
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private static void acknowledge(List<Enqueued> answers, HistoryWriter history) {
    for (Enqueued answer : answers) {
      if (answer instanceof Enqueued.Conflict) {
        throw new IllegalStateException("conflict of " + answer.id());
      }
      history.write(ACK, answer.id().value());
    }
  }

  /** One in ten fails at first, one in twenty always. */
  private static EncodedJob job(String id, SplittableRandom random) {
    int kind = random.nextInt(20);
    String suffix = kind == 0 ? "-dies" : kind < 3 ? "-fails" : "";
    Priority priority = Priority.STRICT.get(random.nextInt(3));
    return new EncodedJob(
            new JobId(id + suffix), "work", "default", Payload.json("{\"id\":\"" + id + "\"}"))
        .withPriority(priority)
        .withMaxAttempts(kind == 0 ? 2 : 50)
        .withRetry("30ms ±20%");
  }
}
