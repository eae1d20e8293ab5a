package dev.duly.rabbitmq.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ServerDowns;
import dev.duly.lab.server.PrivateRabbit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
      ServerDowns downs = new ServerDowns();
      assertThat(downs.play("rabbitmq", stage, new Killed(NODE), DOWNS, Duration.ZERO)).isEmpty();
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
