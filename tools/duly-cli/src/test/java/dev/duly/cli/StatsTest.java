package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Run;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.cli.command.Exit;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What workers reported, added up. */
class StatsTest extends CommandHarness {

  @Test
  void what_a_worker_did_is_shown_when_it_has_stopped() {
    duly("enqueue", "hello", "{}");
    duly("enqueue", "hello", "{}");
    duly("work", "-q", "default", "-n", "2", "--drain", "--exec", "hello=cat");
    out();

    assertThat(duly("stats")).isZero();

    assertThat(out())
        .contains("0 waiting, 0 running, 0 dead. In the last 1h: 2 attempts,", "1 workers")
        .containsPattern(
            "(?m)^TYPE +ATTEMPTS +PER SEC +FAILED +DEAD +LOST +WAIT P50 +P95 +P99 +RUN P50")
        .containsPattern("(?m)^hello +2 +\\d\\.\\d +0\\.0 % +0 +\\d");
  }

  @Test
  void rows_are_added_up_by_what_was_asked() {
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Statistics statistics = backend.rooms().statistics().orElseThrow();
      statistics.add(WorkerReport.presence(Instant.EPOCH, "w1", 4, Duration.ofSeconds(10)));
      statistics.add(WorkerReport.presence(Instant.EPOCH, "w2", 6, Duration.ofSeconds(10)));
      settle(backend, "w1", "mail", 8, 1, 1);
      settle(backend, "w1", "sms", 5, 0, 0);
      settle(backend, "w2", "mail", 8, 1, 1);
    }

    assertThat(duly("stats", "--by", "queue", "-o", "json")).isZero();
    assertThat(out().replaceAll("\\s", ""))
        .contains(
            "\"workers\":2,\"slots\":10,\"busy_share\":0.02",
            "\"by_queue\":[{\"queue\":\"email\",\"attempts\":25,",
            "\"completed\":21,\"retried\":2,\"dead\":2,",
            "\"run_ms\":{\"p50\":106.496,");
    assertThat(duly("stats", "--by", "worker", "-o", "json")).isZero();
    assertThat(out().replaceAll("\\s", ""))
        .contains("{\"worker\":\"w1\",\"attempts\":15,", "{\"worker\":\"w2\",\"attempts\":10,");
  }

  @Test
  void without_a_terminal_top_shows_the_picture_once() {
    duly("enqueue", "hello", "{}", "--at", "2020-01-01T00:00:00Z");
    out();

    assertThat(duly("top")).isZero();
    assertThat(out())
        .contains("1 waiting", "│ default", "no worker", "NEEDS ATTENTION")
        .contains("▲ queue default has due jobs and no worker")
        .contains("commands do: duly work -q default --exec 'TYPE=COMMAND' --url sqlite:");
    assertThat(duly("top", "-o", "json")).isZero();
    assertThat(out().replaceAll("\\s", ""))
        .contains("\"waiting\":1,\"running\":0,", "\"queues\":[{\"queue\":\"default\",")
        .contains("\"producers\":[{\"producer\":null,\"queue\":\"default\",")
        .contains("\"workers\":[],\"attention\":[{\"text\":\"queue");
    assertThat(duly("top", "--url", "sqlite:" + folder.resolve("none.db")))
        .isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("there is no");
  }

  private static void settle(
      Backend backend, String worker, String type, int completed, int retried, int dead) {
    int all = completed + retried + dead;
    backend.enqueue(IntStream.range(0, all).mapToObj(i -> job(worker + type + i, type)).toList());
    try (Session session = backend.open(new WorkerInfo(worker, Duration.ofSeconds(30)), () -> {})) {
      List<Claim> claims = session.claim(List.of(new Demand("email", all)), Duration.ZERO).claims();
      Optional<Run> run = Optional.of(new Run(Duration.ZERO, Duration.ofMillis(100), false));
      List<Settlement> done = new ArrayList<>();
      for (int i = 0; i < all; i++) {
        Claim claim = claims.get(i);
        Failure failure = Failure.of("e", "");
        done.add(
            i < completed
                ? new Settlement.Complete(claim.ref(), run, Optional.empty(), List.of())
                : i < completed + retried
                    ? new Settlement.Retry(claim.ref(), run, Duration.ofHours(1), failure)
                    : new Settlement.DeadLetter(
                        claim.ref(), run, DeadReason.REJECTED, failure, List.of()));
      }
      session.settle(done, List.of());
    }
  }

  private static EncodedJob job(String id, String type) {
    return new EncodedJob(new JobId(id), type, "email", Payload.json("{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "2h, '--since must be 1s to 1h, was 2h'",
    "0s, '--since must be 1s to 1h, was 0s'",
    "soon, '--since: '"
  })
  void a_time_that_is_not_kept_is_refused(String since, String message) {
    duly("enqueue", "hello", "{}");

    assertThat(duly("stats", "--since", since)).isEqualTo(Exit.USAGE);
    assertThat(err()).contains(message);
  }
}
