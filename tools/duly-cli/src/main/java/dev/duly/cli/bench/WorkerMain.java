package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Worker;
import java.time.Duration;

/**
 * The worker in a process of its own: {@code WorkerMain ENGINE STORE SLOTS}. Says {@code ready};
 * for each line it reads it forgets what it has measured; at the end of its input it finishes what
 * is there and says the pick-up times of the stamped jobs.
 */
final class WorkerMain {
  static final String READY = "ready";
  static final String FORGOTTEN = "forgotten";

  private WorkerMain() {}

  public static void main(String[] args) throws Exception {
    Latencies latencies = new Latencies();
    Engine engine = Engines.named(args[0], args[1]).orElseThrow();
    try (Duly duly = Duly.on(engine.open(args[1]), Codec.RAW)) {
      Worker worker =
          duly.worker()
              .queue("default", Integer.parseInt(args[2]))
              .handle(Ours.NOOP, (payload, attempt) -> {})
              .handle(
                  StampedJobs.TYPE, (payload, attempt) -> latencies.add(StampedJobs.age(payload)))
              .start();
      System.out.println(READY);
      while (System.in.read() >= 0) {
        latencies.clear();
        System.out.println(FORGOTTEN);
      }
      worker.awaitIdle(Duration.ofSeconds(30));
      System.out.println(latencies.line());
      worker.close();
    }
  }
}
