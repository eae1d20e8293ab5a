package dev.duly.redis.crash;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Threads that enqueue one job after the other, and note when each was acknowledged. */
final class Producers {
  private static final int THREADS = 4;
  private static final int AT_ONCE = 1_000;

  private final Backend backend;
  private final String name;
  private final Payload payload;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Starts them.
   *
   * @param name what the ids begin with
   * @param bytes of each payload
   */
  Producers(Backend backend, String name, int bytes) {
    this.backend = backend;
    this.name = name;
    this.payload = new Payload(new byte[bytes], "application/x");
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread = new Thread(() -> produce(number), "producer-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "q", payload);
  }

  private void produce(int thread) {
    for (int i = 0; !stopped; i++) {
      String id = name + '-' + thread + '-' + i;
      while (!stopped && !isAcknowledged(id)) {
        LockSupport.parkNanos(1_000_000); // the server is away
      }
    }
  }

  private boolean isAcknowledged(String id) {
    try {
      backend.enqueue(List.of(job(id)));
      acknowledged.put(id, System.nanoTime());
      return true;
    } catch (BackendException e) {
      return false;
    }
  }

  /** Returns when so many more are acknowledged. */
  void await(int jobs) throws Exception {
    int before = acknowledged.size();
    LongWait.until(() -> acknowledged.size() >= before + jobs, jobs + " more jobs");
  }

  /** For how long nothing was acknowledged, at most, since then. */
  long silenceMillis(long since) {
    long longest = 0;
    long last = since;
    for (long at : acknowledged.values().stream().filter(at -> at > since).sorted().toList()) {
      longest = Math.max(longest, at - last);
      last = at;
    }
    return longest / 1_000_000;
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * What became of the jobs.
   *
   * @param lost how many were acknowledged, and are not there
   * @param windowMillis for how long before the cut jobs were lost
   */
  record Loss(int acknowledged, int lost, long windowMillis) {}

  /** Sends all again: those that are stored now were lost. */
  Loss loss(Backend after, long cut) {
    List<String> ids = List.copyOf(acknowledged.keySet());
    int lost = 0;
    long oldest = cut;
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      for (Enqueued again : after.enqueue(some.stream().map(this::job).toList())) {
        if (again instanceof Enqueued.Stored stored) {
          lost++;
          oldest = Math.min(oldest, acknowledged.getOrDefault(stored.id().value(), cut));
        }
      }
    }
    return new Loss(ids.size(), lost, (cut - oldest) / 1_000_000);
  }
}
