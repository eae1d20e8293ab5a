package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.crash.CancelAcross;
import dev.duly.lab.server.PrivatePostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a pooler that gives each transaction another connection. */
@Tag("faults")
class PgBouncerTest {
  // A second where nothing else runs; a machine may well be busy with other tests.
  private static final long MILLIS_MAX = 10_000;

  private static final String PROGRAM = "/usr/sbin/pgbouncer";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private PrivatePostgres server;

  @SuppressWarnings("NullAway.Init")
  private Process bouncer;

  private int port;

  @BeforeEach
  void start() throws IOException {
    server = PrivatePostgres.start("fsync=off");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        """
            .formatted(server.port(), port));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      folder.toFile().setReadable(true, false);
      folder.toFile().setExecutable(true, false);
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.addAll(List.of(PROGRAM, settings.toString()));
    bouncer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    awaitPort();
  }

  private void awaitPort() throws IOException {
    for (int tries = 0; tries < 200; tries++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
    throw new IOException("pgbouncer does not answer: " + Files.readString(folder.resolve("log")));
  }

  @AfterEach
  void stop() {
    bouncer.destroy();
    server.close();
  }

  private String url(String settings) {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres" + settings;
  }

  @Test
  void jobs_of_other_processes_are_found_by_polling_and_doctor_says_so() {
    try (PostgresBackend there = PostgresBackend.url(server.url());
        PostgresBackend here = PostgresBackend.url(url("?prepareThreshold=0"));
        Session session = here.open(new WorkerInfo("worker-1", Duration.ofSeconds(30)), () -> {})) {
      for (int i = 0; i < 20; i++) {
        EncodedJob job =
            new EncodedJob(new JobId("j" + i), "mail", "default", Payload.json("" + i));
        there.enqueue(List.of(job));
        List<Claim> claims =
            session.claim(List.of(new Demand("default", 1)), Duration.ofSeconds(10)).claims();
        assertThat(claims).hasSize(1);
        assertThat(
                session
                    .settle(List.of(new Settlement.Complete(claims.get(0))), List.of())
                    .outcomes())
            .containsExactly(Outcome.APPLIED);
      }
      assertThat(here.rooms().inspector().orElseThrow().health())
          .anyMatch(
              f -> f.level() == HealthIssue.Level.WARNING && f.text().contains("found by polling"));
    }
  }

  @Test
  void a_cancel_from_elsewhere_is_found_by_polling() throws Exception {
    assertThat(
            CancelAcross.play(
                PostgresBackend.url(url("?prepareThreshold=0")), PostgresBackend.url(server.url())))
        .isLessThan(MILLIS_MAX);
  }

  @Test
  void prepared_statements_that_got_lost_are_told_with_what_to_set() {
    SQLException lost = new SQLException("prepared statement \"S_1\" does not exist", "26000");
    assertThat(PostgresErrors.of("claim", "here", lost)).hasMessageContaining("prepareThreshold=0");
  }
}
