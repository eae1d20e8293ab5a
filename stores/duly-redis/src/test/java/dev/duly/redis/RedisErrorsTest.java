package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.crash.EndedConnections;
import dev.duly.lab.server.PrivateRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What goes wrong with a server, and what is said then. */
@Tag("faults")
class RedisErrorsTest {
  private static final PrivateRedis SERVER = PrivateRedis.start("--databases 2");

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "q", Payload.json("{\"to\":\"" + id + "\"}"));
  }

  private static List<EncodedJob> jobs(String letter, int count, int bytes) {
    byte[] payload = new byte[bytes];
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new EncodedJob(
                    new JobId(letter + i), "t", "q", new Payload(payload, "application/x")))
        .toList();
  }

  private static void assertRefused(String url, String... words) {
    assertThatThrownBy(() -> RedisBackend.url(url).close())
        .isInstanceOf(BackendException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("secret"));
  }

  private static String withLogin(PrivateRedis server, String login) {
    return server.url().replace("//", "//" + login + "@");
  }

  @Test
  void nobody_answers() {
    assertRefused(
        "redis://127.0.0.1:1",
        "open on redis://127.0.0.1:1",
        "no answer from the server",
        "Failed to connect");
  }

  @Test
  void the_password_is_wrong_or_missing() {
    try (PrivateRedis server = PrivateRedis.start("--requirepass secret")) {
      assertRefused(withLogin(server, ":secret2"), "the user or the password is wrong");
      assertRefused(server.url(), "the server wants a password", "REDISCLI_AUTH");
      RedisBackend.url(withLogin(server, ":secret")).close();
      RedisBackend.url(withLogin(server, "default:secret")).close();
    }
  }

  @Test
  void there_is_no_such_database() {
    assertRefused(SERVER.url() + "/2", "the server has no such database");
    RedisBackend.url(SERVER.url() + "/1").close();
  }

  @Test
  void a_user_without_rights_is_told_so() throws IOException {
    assertThat(
            SERVER.ask(
                "ACL SETUSER reader on >secret ~* +@read +@connection +info +set +hsetnx +eval +evalsha"))
        .startsWith("+OK");
    try (RedisBackend backend = RedisBackend.url(withLogin(SERVER, "reader:secret"))) {
      assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
          .hasMessageContaining("the user may not do this");
    }
  }

  @Test
  void a_server_that_may_evict_is_refused_unless_that_is_wanted() {
    try (PrivateRedis server = PrivateRedis.start("--maxmemory-policy allkeys-lru")) {
      assertRefused(
          server.url(), "maxmemory-policy is allkeys-lru", "noeviction", "withEvictionAllowed");
      try (RedisBackend backend =
          RedisBackend.url(server.url(), RedisOptions.DEFAULT.withEvictionAllowed())) {
        assertThat(findings(backend))
            .contains("ERROR the server may throw jobs away: maxmemory-policy is allkeys-lru");
      }
    }
  }

  private static List<String> findings(RedisBackend backend) {
    List<String> texts = new ArrayList<>();
    for (HealthIssue finding : backend.rooms().inspector().orElseThrow().health()) {
      texts.add(finding.level() + " " + finding.text());
    }
    return texts;
  }

  @Test
  void what_an_acknowledged_job_survives_is_told() {
    Map<String, String> promises =
        Map.of(
            "--appendonly no",
                "WARNING jobs are in memory alone and go with the server: appendonly is no",
            "--appendonly yes",
                "WARNING a crash of the server may lose the jobs of the last second: appendfsync is everysec",
            "--appendonly yes --appendfsync always",
                "OK an acknowledged job is on disk: appendfsync is always");
    promises.forEach(
        (settings, promise) -> {
          try (PrivateRedis server = PrivateRedis.start(settings.split(" (?=--)", -1));
              RedisBackend backend = RedisBackend.url(server.url())) {
            assertThat(findings(backend))
                .contains(promise, "OK nothing is evicted: maxmemory-policy is noeviction")
                .anyMatch(
                    text -> text.matches("OK (Redis|Valkey) .*") && text.contains(server.url()));
          }
        });
  }

  @Test
  void a_replica_is_refused_and_a_primary_that_became_one_says_so() throws IOException {
    try (PrivateRedis server = PrivateRedis.start();
        RedisBackend backend = RedisBackend.url(server.url())) {
      server.ask("REPLICAOF 127.0.0.1 " + SERVER.port());

      assertRefused(server.url(), "this server is a replica", "redis-sentinel://");
      assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
          .hasMessageContaining("takes no writes");
    }
  }

  @Test
  void a_bulk_that_memory_does_not_hold_is_refused_whole() {
    try (PrivateRedis server = PrivateRedis.start("--maxmemory 16mb");
        RedisBackend backend = RedisBackend.url(server.url())) {
      int stored = 0;
      try {
        for (; stored < 1_000; stored += 10) {
          assertThat(backend.enqueue(jobs("j" + stored + "-", 10, 100_000)))
              .allMatch(answer -> answer instanceof Enqueued.Stored);
        }
        throw new AssertionError("it holds everything");
      } catch (BackendException e) {
        assertThat(e).hasMessageContaining("memory is full (maxmemory) and nothing was stored");
      }

      QueueRecord queue = backend.rooms().inspector().orElseThrow().queues().get(0);
      assertThat(queue.waiting()).isEqualTo(stored).isPositive();
      assertThat(findings(backend)).anyMatch(text -> text.startsWith("WARNING memory is "));
    }
  }

  @Test
  void a_server_that_cannot_write_its_snapshot_says_so() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        RedisBackend backend = RedisBackend.url(server.url())) {
      Files.createDirectories(server.folder().resolve("dump.rdb").resolve("in-the-way"));
      server.ask("CONFIG SET save \"3600 1\"");
      server.ask("BGSAVE");
      awaitSaying(server, "rdb_last_bgsave_status:err");

      assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
          .hasMessageContainingAll("cannot write to its disk", "MISCONF");
      assertThat(findings(backend)).contains("ERROR the server's last snapshot failed");
    }
  }

  private static void awaitSaying(PrivateRedis server, String words) throws IOException {
    for (int i = 0; !server.ask("INFO").contains(words); i++) {
      assertThat(i).as(words).isLessThan(5_000);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void a_server_that_reads_its_data_is_waited_for() throws Exception {
    try (PrivateRedis server = PrivateRedis.start("--key-load-delay 20000"); // microseconds
        RedisBackend backend = RedisBackend.url(server.url())) {
      byte[] bytes = new byte[250_000];
      new SplittableRandom(1).nextBytes(bytes); // which nothing compresses
      Payload large = new Payload(bytes, "application/x");
      for (int i = 0; i < 20; i++) { // a queue has some six keys, and every 2 MB a server answers
        String queue = "q" + i;
        backend.enqueue(
            IntStream.range(0, 8)
                .mapToObj(k -> new EncodedJob(new JobId("a" + k), "t", queue, large))
                .toList());
      }
      server.ask("SAVE");
      server.kill();
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.restart();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Set<String> said = new HashSet<>();
      while (!back.isDone()) {
        try {
          backend.enqueue(List.of(job("b")));
        } catch (BackendException e) {
          said.add(String.valueOf(e.getMessage()).replaceAll("(?s).*failed: |: .*", ""));
        }
      }

      back.get();
      assertThat(said).anyMatch(text -> text.startsWith("the server is loading its data set"));
      assertThat(backend.enqueue(List.of(job("b")))).hasSize(1);
    }
  }

  @Test
  void a_key_of_ours_with_something_else_in_it_is_told() {
    try (RedisClient client = RedisClient.create(SERVER.url());
        RedisBackend backend =
            RedisBackend.url(SERVER.url(), RedisOptions.DEFAULT.withPrefix("foreign"))) {
      client.set("foreign:{q}:job", "mine");

      assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
          .hasMessageContaining("one of Duly's keys holds something else")
          .hasMessageContaining("prefix");
      assertThat(client.get("foreign:{q}:job")).isEqualTo("mine");
    }
  }

  @Test
  void scripts_that_are_flushed_under_load_are_brought_again() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (RedisClient client = RedisClient.create(SERVER.url());
        RedisBackend backend =
            RedisBackend.url(SERVER.url(), RedisOptions.DEFAULT.withPrefix("flushed"))) {
      CompletableFuture<Void> flusher =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  client.scriptFlush();
                }
              });
      try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
        for (int i = 0; i < 300; i++) {
          assertThat(backend.enqueue(List.of(job("f" + i))))
              .containsExactly(new Enqueued.Stored(new JobId("f" + i)));
          assertThat(session.claim(List.of(new Demand("q", 5)), Duration.ZERO).claims()).hasSize(1);
        }
      } finally {
        done.set(true);
      }
      flusher.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void reads_on_connections_that_were_ended_are_asked_again() throws Exception {
    try (RedisBackend backend =
        RedisBackend.url(SERVER.url(), RedisOptions.DEFAULT.withPrefix("read"))) {
      EndedConnections.play(backend, () -> SERVER.ask("CLIENT KILL TYPE normal"));
    }
  }

  @Test
  void a_server_that_comes_back_without_its_data_is_noticed_and_used() throws IOException {
    try (PrivateRedis server = PrivateRedis.start();
        RedisBackend backend = RedisBackend.url(server.url());
        Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      backend.enqueue(List.of(job("a"), job("b")));
      assertThat(session.claim(List.of(new Demand("q", 1)), Duration.ZERO).claims()).hasSize(1);
      server.kill();
      server.restart();

      assertThat(backend.enqueue(List.of(job("a"))))
          .containsExactly(new Enqueued.Stored(new JobId("a")));
      assertThat(session.claim(List.of(new Demand("q", 5)), Duration.ZERO).claims())
          .extracting(claim -> claim.job().id().value())
          .containsExactly("a");
      assertThat(findings(backend))
          .anyMatch(
              text -> text.startsWith("WARNING the data set changed since this process started"));
    }
  }
}
