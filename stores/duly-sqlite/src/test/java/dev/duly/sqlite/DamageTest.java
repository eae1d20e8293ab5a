package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.Payload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file, a damaged log, and a disk that is somewhere else. */
@Tag("faults")
class DamageTest {
  private static final int DAMAGES = Integer.getInteger("damage.count", 60);
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);

  private static EncodedJob job(int n) {
    return new EncodedJob(new JobId(String.format("job-%06d", n)), "mail", "default", payload(n));
  }

  /** Of some length, and known from the number alone. */
  private static Payload payload(int n) {
    return Payload.json("\"" + ("payload " + n + " ").repeat(1 + n % 50) + "\"");
  }

  @Test
  void a_damaged_log_loses_its_end_at_most_and_invents_nothing() throws Exception {
    Path file = folder.resolve("jobs.db");
    int stored = 0;
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      for (int commit = 0; commit < 50; commit++) {
        int from = stored;
        backend.enqueue(IntStream.range(from, from + 7).mapToObj(DamageTest::job).toList());
        stored += 7;
      }
      // What a killed process leaves behind: nothing has been brought home from the log.
      Files.copy(file, folder.resolve("left.db"));
      Files.copy(folder.resolve("jobs.db-wal"), folder.resolve("left.db-wal"));
    }

    int shorter = 0;
    for (int n = 0; n < DAMAGES; n++) {
      Path copy = folder.resolve("copy-" + n + ".db");
      Files.copy(folder.resolve("left.db"), copy);
      Path log = folder.resolve("copy-" + n + ".db-wal");
      Files.copy(folder.resolve("left.db-wal"), log);
      damageTheEndOf(log);

      try (SqliteBackend backend = SqliteBackend.file(copy)) {
        List<JobRecord> jobs =
            backend.rooms().inspector().orElseThrow().list(JobQuery.all(1_000)).jobs().stream()
                .sorted(Comparator.comparing((JobRecord r) -> r.job().id().value()))
                .toList();
        assertThat(jobs.size() % 7).as("whole commits, seed " + SEED).isZero();
        for (int i = 0; i < jobs.size(); i++) {
          assertThat(jobs.get(i).job().id()).isEqualTo(job(i).id());
          assertThat(jobs.get(i).job().payload().bytes()).isEqualTo(payload(i).bytes());
        }
        shorter += jobs.size() < stored ? 1 : 0;
        backend.enqueue(List.of(job(1_000_000)));
      }
    }
    assertThat(shorter).as("damages that mattered").isPositive();
  }

  /** Flips a byte, overwrites some, or cuts it off, in its last third. */
  private void damageTheEndOf(Path log) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
      long at = bytes.length() - 1 - random.nextLong(bytes.length() / 3);
      switch (random.nextInt(3)) {
        case 0 -> {
          bytes.seek(at);
          int was = bytes.read();
          bytes.seek(at);
          bytes.write(was ^ (1 << random.nextInt(8)));
        }
        case 1 -> {
          byte[] noise = new byte[100];
          random.nextBytes(noise);
          bytes.seek(at);
          bytes.write(noise);
        }
        default -> bytes.setLength(at);
      }
    }
  }

  @Test
  void a_damaged_file_is_reported_and_not_worked_on() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      backend.enqueue(IntStream.range(0, 2_000).mapToObj(DamageTest::job).toList());
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] noise = new byte[(int) bytes.length() - 8_192];
      random.nextBytes(noise);
      bytes.seek(8_192);
      bytes.write(noise);
    }

    assertThatThrownBy(
            () -> {
              try (SqliteBackend backend = SqliteBackend.file(file);
                  Session session =
                      backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
                List<Claim> claims =
                    session.claim(List.of(new Demand("default", 10)), Duration.ZERO).claims();
                assertThat(claims).isEmpty();
                backend.enqueue(List.of(job(1_000_000)));
              }
            })
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the file is damaged")
        .hasMessageContaining(".recover");
  }

  @Test
  void a_network_file_system_is_refused() {
    for (String kind : List.of("nfs4", "cifs", "smb3", "fuse.sshfs")) {
      SqliteFile file =
          new SqliteFile(folder.resolve("jobs.db")) {
            @Override
            String fileSystem() {
              return kind;
            }
          };
      assertThatThrownBy(file::prepare)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("network file system (" + kind + ")")
          .hasMessageContaining("local disk");
    }
    assertThat(new SqliteFile(folder.resolve("jobs.db")).fileSystem()).isNotEmpty();
    assertThat(folder.resolve("jobs.db")).doesNotExist();
  }
}
