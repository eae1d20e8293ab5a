package dev.duly.sqlite.crash;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.lab.crash.CrashProducer;
import dev.duly.lab.crash.CrashWorker;
import dev.duly.lab.history.HistoryWriter;
import dev.duly.sqlite.SqliteBackend;
import dev.duly.sqlite.UnsyncedSqlite;
import java.nio.file.Path;

/** A producer and a worker in one process: {@code CrashBoth FILE FOLDER worker-NAME [unsynced]}. */
final class CrashBoth {
  private CrashBoth() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    String producer = args[2].replace("worker", "producer");
    boolean unsynced = args.length > 3;
    SqliteBackend backend = unsynced ? UnsyncedSqlite.file(args[0]) : SqliteBackend.file(args[0]);
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      CrashWorker.start(jobs, new HistoryWriter(folder, args[2]), args[2]);
      CrashProducer.produce(backend, new HistoryWriter(folder, producer), producer);
    }
  }
}
