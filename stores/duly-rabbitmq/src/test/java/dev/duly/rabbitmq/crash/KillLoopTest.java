package dev.duly.rabbitmq.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.lab.crash.CrashProducer;
import dev.duly.lab.crash.CrashWorker;
import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ServerDowns;
import dev.duly.lab.history.HistoryChecker;
import dev.duly.lab.server.PrivateRabbit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers and producers are killed, and then the node itself is. */
@Tag("faults")
class KillLoopTest {
  private static final int DOWNS = Integer.getInteger("server.downs", 2);
  private static final int FREEZES = 2;
  private static final Duration FROZEN =
      Duration.ofSeconds(4); // a node gives up after two heartbeats
  private static final Duration OLD_ENOUGH = Duration.ofSeconds(5);
  private static final PrivateRabbit NODE = PrivateRabbit.start();

  @AfterAll
  static void close() {
    NODE.close();
  }

  private static ProcessLab stage(String name, String options) throws IOException {
    return new ProcessLab(
        Path.of("target", name + "-" + KillLoop.SEED),
        new RabbitStores(),
        NODE.url() + "?prefix=" + name + options);
  }

  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (ProcessLab stage = stage("kill9-rabbitmq", "")) {
      assertThat(new KillLoop().play("kill -9 on rabbitmq", stage)).isNotEmpty();
      stage.clear();
    }
  }

  @Test
  void a_node_that_is_killed_loses_nothing_and_everybody_resumes_by_themselves() throws Exception {
    try (ProcessLab stage = stage("rabbitmq-down", "")) {
      prepare(stage);
      ServerDowns downs = new ServerDowns();
      assertThat(downs.play("rabbitmq", stage, new Killed(NODE), DOWNS, Duration.ZERO)).isEmpty();
      stage.clear();
    }
  }

  /**
   * Its queues are used for a while before: RabbitMQ 3.10 elects no leader of one that is born and
   * killed, since it writes down where a queue is some time after it has made it.
   */
  private static void prepare(ProcessLab stage) {
    long end = System.nanoTime() + OLD_ENOUGH.toNanos();
    try (Backend backend = new RabbitStores().open(stage.store());
        Session session = backend.open(new WorkerInfo("first", CrashWorker.LEASE), () -> {})) {
      for (int round = 0; System.nanoTime() < end; round++) {
        for (Priority level : Priority.STRICT) {
          JobId id = new JobId("first-" + round + "-" + level.text());
          EncodedJob job = new EncodedJob(id, "first", "default", Payload.none());
          backend.enqueue(
              List.of(job.withPriority(level).withDue(new Due.In(Duration.ofMillis(30)))));
          Claim claim =
              session
                  .claim(List.of(new Demand("default", 1)), Duration.ofSeconds(30))
                  .claims()
                  .get(0);
          session.settle(List.of(new Settlement.Complete(claim)), List.of());
        }
      }
    }
  }

  /**
   * It answers no heartbeat, so that the node takes its jobs away; what it says of them then is
   * refused.
   */
  @Test
  void a_frozen_worker_is_overtaken_and_what_it_says_then_is_refused() throws Exception {
    try (ProcessLab stage = stage("zombie-rabbitmq", "&heartbeat=1s")) {
      stage.start(CrashProducer.class, "producer-1");
      stage.start(CrashWorker.class, "worker-frozen");
      stage.start(CrashWorker.class, "worker-awake");
      for (int round = 0; round < FREEZES; round++) {
        stage.awaitProgress(10_000);
        stage.freeze("worker-frozen");
        LockSupport.parkNanos(FROZEN.toNanos());
        stage.thaw("worker-frozen");
      }
      stage.awaitProgress(10_000);
      for (String name : stage.alive()) {
        stage.kill(name);
      }
      stage.finish();

      HistoryChecker.Verdict verdict = HistoryChecker.check(stage.events(), true);
      long refused;
      try (Stream<String> lines = Files.lines(stage.log("worker-frozen"))) {
        refused = lines.filter(line -> line.contains("the claim was lost")).count();
      }
      System.out.printf(
          "zombie on rabbitmq: frozen %d times, %d jobs, %d starts, %d repeated, %d refused,"
              + " %d violations%n",
          FREEZES,
          verdict.jobs(),
          verdict.starts(),
          verdict.repeats(),
          refused,
          verdict.violations().size());
      assertThat(verdict.violations()).isEmpty();
      assertThat(verdict.repeats()).isPositive();
      assertThat(refused).isPositive();
      stage.clear();
    }
  }

  private record Killed(PrivateRabbit node) implements ServerDowns.Server {
    @Override
    public void end(int number) {
      node.kill();
    }

    @Override
    public void restart() throws IOException {
      node.restart();
    }
  }
}
