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
import dev.duly.lab.crash.CrashWorker;
import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ServerDowns;
import dev.duly.lab.server.PrivateRabbit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers and producers are killed, and then the node itself is. */
@Tag("faults")
class KillLoopTest {
  private static final int DOWNS = Integer.getInteger("server.downs", 2);
  private static final PrivateRabbit NODE = PrivateRabbit.start();

  @AfterAll
  static void close() {
    NODE.close();
  }

  private static ProcessLab stage(String name) throws IOException {
    return new ProcessLab(
        Path.of("target", name + "-" + KillLoop.SEED),
        new RabbitStores(),
        NODE.url() + "?prefix=" + name);
  }

  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (ProcessLab stage = stage("kill9-rabbitmq")) {
      assertThat(new KillLoop().play("kill -9 on rabbitmq", stage)).isNotEmpty();
      stage.clear();
    }
  }

  @Test
  void a_node_that_is_killed_loses_nothing_and_everybody_resumes_by_themselves() throws Exception {
    try (ProcessLab stage = stage("rabbitmq-down")) {
      prepare(stage);
      ServerDowns downs = new ServerDowns();
      assertThat(downs.play("rabbitmq", stage, new Killed(NODE), DOWNS, Duration.ZERO)).isEmpty();
      stage.clear();
    }
  }

  /**
   * Its delay queue is there before: RabbitMQ 3.10 elects no leader of one that is born and killed.
   */
  private static void prepare(ProcessLab stage) {
    try (Backend backend = new RabbitStores().open(stage.store());
        Session session = backend.open(new WorkerInfo("first", CrashWorker.LEASE), () -> {})) {
      EncodedJob job = new EncodedJob(new JobId("first"), "first", "default", Payload.none());
      backend.enqueue(List.of(job.withDue(new Due.In(Duration.ofMillis(30)))));
      Claim claim =
          session.claim(List.of(new Demand("default", 1)), Duration.ofSeconds(30)).claims().get(0);
      session.settle(List.of(new Settlement.Complete(claim)), List.of());
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
