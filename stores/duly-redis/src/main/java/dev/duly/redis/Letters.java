package dev.duly.redis;

import dev.duly.backend.room.DeadJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.Streaks;
import java.time.Instant;
import java.util.List;

/** Dead letters from elsewhere, as {@code import.lua} keeps them: {@link Stored} reads it back. */
final class Letters {
  private static final int WORKER_BYTES_MAX = 255;

  private Letters() {}

  /** What the script is told of one, after its id. */
  static List<byte[]> arguments(DeadJob letter) {
    return List.of(
        Body.of(letter.job()).bytes(),
        time(new Bytes(6), letter.record().job().createdAt()).done(),
        more(letter.record()),
        state(letter),
        attempts(letter.attempts()),
        Bytes.of(letter.diedAt().toEpochMilli()),
        letter.job().labels().uniqueKey().isPresent()
            ? EnqueueCommand.UniqueTerms.of(letter.job()).stored()
            : new byte[0]);
  }

  private static byte[] more(JobRecord record) {
    Job job = record.job();
    Streaks streaks = job.streaks();
    return time(new Bytes(32), job.scheduledAt())
        .number(job.attempts(), 2)
        .number(record.lost(), 4)
        .number(streaks.lost(), 2)
        .number(streaks.released(), 2)
        .number(streaks.parked(), 2)
        .number(record.cancelRequested() ? 1 : 0, 1)
        .done();
  }

  private static byte[] state(DeadJob letter) {
    Bytes state = time(new Bytes(64).raw(Bytes.latin("D-")), letter.diedAt());
    state.text(letter.reason(), 1);
    letter
        .record()
        .startedAt()
        .ifPresent(
            at ->
                time(state.number(0, 6), at)
                    .raw(new byte[12])
                    .raw(worker(letter.record().worker().orElse(""))));
    return state.done();
  }

  private static byte[] attempts(List<AttemptRecord> attempts) {
    Bytes all = new Bytes(256);
    for (AttemptRecord attempt : attempts) {
      byte[] entry = entry(attempt);
      all.number(entry.length, 4).raw(entry);
    }
    return all.done();
  }

  private static byte[] entry(AttemptRecord attempt) {
    Bytes entry = new Bytes(256).number(attempt.number(), 2);
    time(time(entry, attempt.startedAt()), attempt.endedAt());
    byte[] worker = worker(attempt.worker());
    entry.raw(Bytes.latin(attempt.outcome().substring(0, 1))).number(worker.length, 1).raw(worker);
    attempt.failure().ifPresent(failure -> entry.raw(Stored.bytes(failure)));
    return entry.done();
  }

  private static byte[] worker(String name) {
    return Bytes.utf8(name, WORKER_BYTES_MAX);
  }

  private static Bytes time(Bytes out, Instant time) {
    return out.number(time.toEpochMilli(), 6);
  }
}
