package dev.duly.examples;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.bridge.Bridge;
import dev.duly.jackson.JacksonCodec;
import dev.duly.rabbitmq.RabbitBackend;
import dev.duly.rabbitmq.RabbitOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;

/** Jobs in RabbitMQ: only where they are kept is another line. */
public final class OnRabbit {
  private OnRabbit() {}

  /** To an address. */
  @JobName("greeting")
  public record Greeting(String to) {}

  /** Greets everybody, and writes down whom. */
  public static boolean greet(String url, Queue<String> greeted, String... names)
      throws InterruptedException {
    try (Duly jobs = Duly.on(RabbitBackend.url(url), JacksonCodec.standard())) {
      for (String name : names) {
        jobs.enqueue(new Greeting(name));
      }
      Worker worker =
          jobs.worker()
              .queue("default", 2)
              .handle(Greeting.class, (greeting, attempt) -> greeted.add(greeting.to()))
              .start();
      return worker.awaitIdle(Duration.ofSeconds(10));
    }
  }

  /** A job of a program that does not know Duly: a message that says its type. */
  public static void publish(Channel channel, String name) throws IOException {
    BasicProperties greeting =
        new BasicProperties.Builder().type("greeting").deliveryMode(2).build();
    String payload = "{\"to\":\"" + name + "\"}";
    channel.basicPublish(
        "", "duly.default.normal", greeting, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Attempts may last as long as the node's consumer_timeout lets them. */
  public static RabbitOptions longAttempts() {
    return RabbitOptions.DEFAULT.withConsumerTimeout(Duration.ofHours(4));
  }

  /** What arrives in the broker is stored, and workers run it from the store. */
  public static Bridge storeBehind(Backend broker, Backend store) {
    return Bridge.from(broker).queues("email", "images").into(store).start();
  }
}
