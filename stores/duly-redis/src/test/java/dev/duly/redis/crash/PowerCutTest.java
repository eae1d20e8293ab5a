package dev.duly.redis.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.BackendException;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.redis.RedisBackend;
import dev.duly.redis.RedisOptions;
import dev.duly.redis.WriteConcern;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The power goes while producers enqueue: the server is killed, and of its log what it had not
 * synced is cut off ({@code src/test/c/synced.c} notes how much it had). {@code -Dpower.cuts=N
 * -Dpower.seed=S}.
 */
@Tag("faults")
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("power.cuts", 4);
  private static final long UP_MILLIS_MAX = 1_500;
  private static final long SEED = Long.getLong("power.seed", System.nanoTime());
  private static final Path LIBRARY = Path.of("target", "synced.so").toAbsolutePath();

  /**
   * How long a server that syncs once a second may take to do so: Redis delays a sync that lags.
   */
  private static final long WINDOW_MILLIS_MAX = 3_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @BeforeAll
  static void compile() throws Exception {
    String source = Path.of("src", "test", "c", "synced.c").toString();
    Process gcc =
        new ProcessBuilder(
                List.of(
                    ("gcc -Wall -Werror -shared -fPIC -o " + LIBRARY + ' ' + source + " -ldl")
                        .split(" ")))
            .inheritIO()
            .start();
    assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(gcc.exitValue()).isZero();
  }

  @Test
  void nothing_is_lost_where_each_write_is_synced() throws Exception {
    Sum sum = cutThePower("always", RedisOptions.DEFAULT);

    assertThat(sum.lost).as("seed " + SEED).isZero();
    assertThat(sum.acknowledged).isGreaterThan(100 * CUTS);
  }

  /** It is the control of the test above, too: were nothing lost here, that would prove nothing. */
  @Test
  void jobs_of_the_last_second_or_two_are_lost_where_it_syncs_once_a_second() throws Exception {
    Sum sum = cutThePower("everysec", RedisOptions.DEFAULT);

    assertThat(sum.lost).isPositive();
    assertThat(sum.windowMillis).isBetween(1L, WINDOW_MILLIS_MAX);
  }

  /** Where a server can, and is believed: {@code ConfirmedTest} shows that others are refused. */
  @Test
  void nothing_is_lost_that_a_disk_confirmed() throws Exception {
    RedisOptions confirmed =
        RedisOptions.DEFAULT.withWriteConcern(WriteConcern.onDisk(Duration.ofSeconds(4)));
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes");
        RedisBackend backend = RedisBackend.url(server.url(), confirmed)) {
      assertThat(backend.capabilities()).isNotNull();
    } catch (BackendException e) {
      assertThat(e).hasMessageContaining("confirm");
      return;
    }
    Sum sum = cutThePower("everysec", confirmed);

    assertThat(sum.lost).as("seed " + SEED).isZero();
    assertThat(sum.acknowledged).isPositive();
  }

  private static final class Sum {
    private int acknowledged;
    private int lost;
    private long windowMillis;

    void add(Producers.Loss loss) {
      acknowledged += loss.acknowledged();
      lost += loss.lost();
      windowMillis = Math.max(windowMillis, loss.windowMillis());
    }
  }

  private Sum cutThePower(String appendfsync, RedisOptions options) throws Exception {
    Path folder = Files.createTempDirectory("duly-redis-power");
    Map<String, String> environment =
        Map.of("LD_PRELOAD", LIBRARY.toString(), "SYNCED_DIR", folder.toString());
    Sum sum = new Sum();
    try (PrivateRedis server =
        PrivateRedis.start(
            environment,
            "--appendonly yes",
            "--appendfsync " + appendfsync,
            "--auto-aof-rewrite-percentage 0",
            "--dir " + folder)) {
      for (int cut = 0; cut < CUTS; cut++) {
        try (RedisBackend backend = RedisBackend.url(server.url(), options)) {
          Producers producers = new Producers(backend, "cut" + cut, 200);
          producers.await(1);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(UP_MILLIS_MAX)));
          long at = System.nanoTime();
          server.kill();
          producers.stop();
          forgetWhatWasNotSynced(folder);
          server.restart();
          sum.add(producers.loss(backend, at));
        }
      }
    } finally {
      delete(folder);
    }
    System.out.printf(
        "power cut on redis, %s%s: %d cuts, %d acknowledged, %d lost, of at most %d ms%n",
        appendfsync,
        options.writeConcern().isPresent() ? " and confirmed" : "",
        CUTS,
        sum.acknowledged,
        sum.lost,
        sum.windowMillis);
    return sum;
  }

  /** A log without a note was never synced, and nothing of it is left. */
  private static void forgetWhatWasNotSynced(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".aof")).toList()) {
        Path note = Path.of(log + ".synced");
        long synced = Files.exists(note) ? Long.parseLong(Files.readString(note)) : 0;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
          file.setLength(synced);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
