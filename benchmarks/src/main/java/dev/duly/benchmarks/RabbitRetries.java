package dev.duly.benchmarks;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.bench.Workload;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.rabbitmq.RabbitBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Retries at once, fifty together, beside what they are made of with the vendor's client alone:
 * fifty messages are taken, published again with confirms, and acknowledged together. A thousand
 * wait.
 */
final class RabbitRetries {
  private static final int TOGETHER = 50;
  private static final int WAITING = 1_000;
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final String url;
  private final int retries;

  /** So many retries in each round. */
  RabbitRetries(String url, int retries) {
    this.url = url;
    this.retries = retries;
  }

  /** The medians of so many rounds, as a line. */
  String line(int rounds) throws Exception {
    double[] ours = new double[rounds];
    double[] bare = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      bare[round] = bare();
      ours[round] = ours();
    }
    Arrays.sort(ours);
    Arrays.sort(bare);
    return String.format(
        Locale.ROOT,
        "retries, %d together: %,.0f/s, bare client %,.0f/s, ratio %.2f",
        TOGETHER,
        ours[rounds / 2],
        bare[rounds / 2],
        ours[rounds / 2] / bare[rounds / 2]);
  }

  private double ours() {
    String prefix = "retries" + Long.toString(System.nanoTime(), 36);
    try (Backend backend = RabbitBackend.url(url + "?prefix=" + prefix);
        Session session = backend.open(new WorkerInfo("retries", LEASE), () -> {})) {
      List<EncodedJob> jobs = new ArrayList<>();
      for (int i = 0; i < WAITING; i++) {
        jobs.add(new EncodedJob(new JobId("job-" + i), "noop", "default", Workload.PAYLOAD));
      }
      backend.enqueue(jobs);
      Failure failure = Failure.of("E", "boom");
      long start = System.nanoTime();
      for (int done = 0; done < retries; ) {
        List<Settlement> batch = new ArrayList<>();
        for (Claim claim : claims(session)) {
          batch.add(new Settlement.Retry(claim, Duration.ZERO, failure));
        }
        List<Outcome> outcomes = session.settle(batch, List.of()).outcomes();
        if (!outcomes.stream().allMatch(Outcome.ACCEPTED::equals)) {
          throw new IllegalStateException("not all were retried: " + outcomes);
        }
        done += batch.size();
      }
      return perSecond(start);
    }
  }

  private static List<Claim> claims(Session session) {
    List<Claim> claims = new ArrayList<>();
    while (claims.size() < TOGETHER) {
      Demand demand = new Demand("default", TOGETHER - claims.size());
      claims.addAll(session.claim(List.of(demand), Duration.ofSeconds(5)).claims());
    }
    return claims;
  }

  private double bare() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(url);
    String queue = "bare" + Long.toString(System.nanoTime(), 36);
    try (Connection connection = factory.newConnection();
        Channel publishing = connection.createChannel();
        Channel consuming = connection.createChannel()) {
      publishing.confirmSelect();
      publishing.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
      publish(publishing, queue, WAITING);
      BlockingQueue<Long> tags = new ArrayBlockingQueue<>(TOGETHER);
      consuming.basicQos(TOGETHER);
      consuming.basicConsume(queue, false, new Consumer(consuming, tags));
      long start = System.nanoTime();
      for (int done = 0; done < retries; done += TOGETHER) {
        long last = 0;
        for (int i = 0; i < TOGETHER; i++) {
          Long tag = tags.poll(30, TimeUnit.SECONDS);
          if (tag == null) {
            throw new IllegalStateException("nothing came");
          }
          last = tag;
        }
        publish(publishing, queue, TOGETHER);
        consuming.basicAck(last, true);
      }
      double rate = perSecond(start);
      publishing.queueDelete(queue);
      return rate;
    }
  }

  private static void publish(Channel channel, String queue, int messages) throws Exception {
    BasicProperties properties = new BasicProperties.Builder().deliveryMode(2).build();
    for (int i = 0; i < messages; i++) {
      channel.basicPublish("", queue, true, properties, Workload.PAYLOAD.bytes());
    }
    channel.waitForConfirmsOrDie(60_000);
  }

  private double perSecond(long start) {
    return retries * 1e9 / (System.nanoTime() - start);
  }

  private static final class Consumer extends DefaultConsumer {
    private final BlockingQueue<Long> tags;

    Consumer(Channel channel, BlockingQueue<Long> tags) {
      super(channel);
      this.tags = tags;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties its, byte[] body) {
      tags.add(envelope.getDeliveryTag());
    }
  }
}
