package dev.duly.sqlite.processes;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.Worker;
import dev.duly.sqlite.SqliteBackend;
import java.util.concurrent.atomic.LongAdder;

/**
 * A process that does nothing, often: {@code BusyWorker FILE NAME}. Says {@code ready} when it
 * works; at the end of its standard input it stops and says how many jobs it has done.
 */
final class BusyWorker {
  private BusyWorker() {}

  public static void main(String[] args) throws Exception {
    LongAdder done = new LongAdder();
    try (Duly jobs = Duly.on(SqliteBackend.file(args[0]), Codec.RAW)) {
      Worker worker =
          jobs.worker()
              .name(args[1])
              .queue("default", 50)
              .handle(JobType.raw("noop"), (payload, attempt) -> done.increment())
              .start();
      System.out.println("ready");
      while (System.in.read() >= 0) {
        done.reset(); // the warm-up is over
      }
      System.out.println(done.sum());
      worker.close();
    }
  }
}
