package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.duly.backend.Backend;
import dev.duly.bridge.Bridge;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRabbit;
import dev.duly.memory.InMemoryBackend;
import dev.duly.rabbitmq.RabbitBackend;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class OnRabbitTest {
  private static final PrivateRabbit NODE = PrivateRabbit.start();

  @AfterAll
  static void close() {
    NODE.close();
  }

  @Test
  void everybody_is_greeted_also_whom_another_program_names() throws Exception {
    Queue<String> greeted = new ConcurrentLinkedQueue<>();
    assertThat(OnRabbit.greet(NODE.url(), greeted, "ada", "bob")).isTrue();

    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(NODE.url());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      OnRabbit.publish(channel, "eve");
      channel.waitForConfirmsOrDie(5_000);
    }
    assertThat(OnRabbit.greet(NODE.url(), greeted)).isTrue();

    assertThat(greeted).containsExactlyInAnyOrder("ada", "bob", "eve");
    assertThat(OnRabbit.longAttempts().consumerTimeout()).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void what_arrives_in_the_broker_is_kept_by_the_store_behind() throws Exception {
    try (Backend broker = RabbitBackend.url(NODE.url() + "?prefix=front");
        Backend store = new InMemoryBackend();
        Bridge bridge = OnRabbit.storeBehind(broker, store)) {
      broker.enqueue(List.of(new EncodedJob(new JobId("a"), "mail", "email", Payload.json("1"))));

      assertThat(bridge.awaitEmpty(Duration.ofSeconds(20))).isTrue();

      assertThat(store.rooms().inspector().orElseThrow().find(new JobRef("email", new JobId("a"))))
          .isPresent();
    }
  }
}
