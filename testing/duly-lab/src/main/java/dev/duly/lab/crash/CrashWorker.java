package dev.duly.lab.crash;

import static dev.duly.lab.history.Event.What.DONE;
import static dev.duly.lab.history.Event.What.FAIL;
import static dev.duly.lab.history.Event.What.START;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.Lease;
import dev.duly.lab.history.HistoryWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that works until it is killed, or with {@code drain} until nothing is left: {@code
 * CrashWorker STORE FOLDER NAME [drain]}. Its handlers keep the ledger.
 */
public final class CrashWorker {
  // Short, so that a kill is soon repaired; long enough that a busy machine is not mistaken for
  // one.
  public static final Duration LEASE = Duration.ofSeconds(2);

  private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

  /** How many jobs each runs at once. */
  static final int SLOTS = 8;

  private CrashWorker() {}

  public static void main(String[] args) throws InterruptedException {
    HistoryWriter history = new HistoryWriter(Path.of(args[1]), args[2]);
    try (Duly jobs = Duly.on(StoreOpener.ofThisProcess().open(args[0]), Codec.RAW)) {
      Worker worker = start(jobs, history, args[2]);
      if (args.length > 3) {
        drain(worker, jobs.backend());
      } else {
        new CountDownLatch(1).await(); // until it is killed
      }
    }
  }

  /** A broker does not tell of what is on its way from one queue to the next. */
  private static void drain(Worker worker, Backend backend) throws InterruptedException {
    long quiet = backend.rooms().inspector().isPresent() ? 0 : ON_ITS_WAY.toNanos();
    for (long since = System.nanoTime(); ; ) {
      worker.awaitIdle(Duration.ofSeconds(1));
      LockSupport.parkNanos(50_000_000);
      if (!Endings.isDrained(backend)) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since >= quiet) {
        return;
      }
    }
  }

  /** Starts a worker whose handlers keep the ledger. */
  public static Worker start(Duly jobs, HistoryWriter history, String name) {
    var worker = jobs.worker().name(name);
    if (jobs.backend().capabilities().lease() instanceof Lease.Timed) {
      worker.lease(LEASE);
    }
    return worker
        .queue("default", SLOTS)
        .handle(JobType.raw("work"), (payload, attempt) -> work(attempt, history))
        .start();
  }

  private static void work(dev.duly.Attempt attempt, HistoryWriter history) throws Exception {
    String id = attempt.id().value();
    history.write(START, id);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(10_000_000));
    boolean fails = id.endsWith("-dies") || (id.endsWith("-fails") && attempt.number() == 1);
    history.write(fails ? FAIL : DONE, id);
    if (fails) {
      throw new Exception("as asked");
    }
  }
}
