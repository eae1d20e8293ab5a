package dev.duly.sqlite.disk;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.BackendException;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What happens on a disk of a few megabytes that belongs to this process alone: {@code SmallDisk
 * FOLDER full|read-only}. Says what it saw, a line for each.
 */
final class SmallDisk {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final Payload KILOBYTE = Payload.json("\"" + "x".repeat(1_000) + "\"");

  private SmallDisk() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (args[1].equals("full")) {
      full(folder);
    } else {
      readOnly(folder);
    }
  }

  private static void say(String what, Object value) {
    System.out.println(what + ": " + value);
  }

  private static List<NewJob<Payload, Void>> hundred() {
    return IntStream.range(0, 100).mapToObj(i -> NewJob.of(WORK, KILOBYTE)).toList();
  }

  private static void full(Path folder) throws Exception {
    Path ballast = Files.write(folder.resolve("ballast"), new byte[20 << 20]);
    try (Duly jobs = Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), Codec.RAW)) {
      Inspector inspector = jobs.backend().rooms().inspector().orElseThrow();
      CountDownLatch started = new CountDownLatch(4);
      CountDownLatch end = new CountDownLatch(1);
      jobs.enqueueAll(hundred());
      Worker worker =
          jobs.worker()
              .queue("default", 4)
              .handle(
                  WORK,
                  (payload, attempt) -> {
                    started.countDown();
                    end.await();
                  })
              .start();
      started.await();

      int acknowledged = 100 + fill(jobs);
      say("stored", inspector.queues().stream().mapToLong(SmallDisk::stored).sum() - acknowledged);
      end.countDown(); // four handlers are done, and their settlements find no room
      LockSupport.parkNanos(500_000_000);
      say(
          "running",
          inspector.list(JobQuery.in(JobState.RUNNING, 100)).jobs().isEmpty() ? "no" : "yes");

      Files.delete(ballast);
      say("idle", worker.awaitIdle(Duration.ofSeconds(60)));
      QueueRecord queue = inspector.queues().get(0);
      say("completed", queue.completed() - acknowledged);
      say(
          "attempts",
          inspector.list(JobQuery.all(1_000)).jobs().stream()
              .mapToInt(r -> r.job().attempts())
              .sum());
      say("enqueues again", jobs.enqueueAll(hundred()).size());
    }
  }

  private static long stored(QueueRecord queue) {
    return queue.waiting() + queue.running() + queue.completed();
  }

  /** Until the disk is full; how many were acknowledged. */
  private static int fill(Duly jobs) {
    for (int acknowledged = 0; ; acknowledged += 100) {
      try {
        jobs.enqueueAll(hundred());
      } catch (BackendException e) {
        say("message", e.getMessage());
        return acknowledged;
      }
    }
  }

  private static void readOnly(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("jobs.db");
    try (Duly jobs = Duly.on(SqliteBackend.file(file), Codec.RAW)) {
      jobs.enqueueAll(hundred());
    }
    int mounted =
        new ProcessBuilder("mount", "-o", "remount,ro", folder.toString())
            .inheritIO()
            .start()
            .waitFor();
    say("mounted", mounted);
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      say("opened", backend);
    } catch (BackendException e) {
      say("message", e.getMessage());
    }
  }
}
