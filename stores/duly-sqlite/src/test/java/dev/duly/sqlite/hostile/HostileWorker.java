package dev.duly.sqlite.hostile;

import dev.duly.Attempt;
import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that works until it is killed or unfit: {@code HostileWorker FILE LEASE}. With four
 * slots a beast has neighbours, running and waiting.
 */
final class HostileWorker {
  static final int UNFIT = 70;

  private HostileWorker() {}

  public static void main(String[] args) {
    Duly jobs = Duly.on(SqliteBackend.file(args[0]), Codec.RAW);
    Worker worker =
        jobs.worker()
            .lease(Duration.parse(args[1]))
            .queue("default", 4)
            .handle(HostileHandlersTest.BEAST, (payload, attempt) -> bite(jobs, payload, attempt))
            .handle(
                HostileHandlersTest.GOOD, (payload, attempt) -> LockSupport.parkNanos(2_000_000))
            .start();
    while (!worker.isUnfit()) {
      LockSupport.parkNanos(20_000_000);
    }
    jobs.close();
    System.exit(UNFIT);
  }

  private static void bite(Duly jobs, Payload payload, Attempt attempt) throws Exception {
    HostileHandler beast =
        HostileHandler.valueOf(new String(payload.bytes(), StandardCharsets.UTF_8));
    if (beast == HostileHandler.ENQUEUES_ITSELF) {
      // Its own id a second time is a duplicate; a new one goes on, for a while.
      jobs.enqueue(NewJob.of(HostileHandlersTest.BEAST, payload).id(attempt.id().value()));
      long generation =
          Long.parseLong(attempt.job().labels().headers().getOrDefault("generation", "0"));
      if (generation < 20) {
        jobs.enqueue(
            NewJob.of(HostileHandlersTest.BEAST, payload)
                .header("generation", "" + (generation + 1)));
      }
    }
    beast.bite(attempt);
  }
}
