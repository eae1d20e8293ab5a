package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.duly.backend.BackendException;
import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.job.Priority;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The bare loop on RabbitMQ: the vendor's client alone on a queue of the same type, persistent
 * messages that are confirmed bulk by bulk, and a consumer that acknowledges as many together as
 * our worker has slots. A message is its payload and its id, and carries nothing else.
 */
public final class BareRabbit implements Contender {
  private static final int CONFIRM_MILLIS = 60_000;
  private static final long DRAIN_SECONDS = 300;

  private final Workload workload;
  private final Connection connection;
  private final String queue;
  private final BasicProperties properties =
      new BasicProperties.Builder().deliveryMode(2).messageId("01234567890123456789").build();

  /**
   * On a queue that is not there yet.
   *
   * @param store {@code amqp://user:password@host:port?prefix=NAME}
   */
  public BareRabbit(String store, Workload workload) throws IOException, TimeoutException {
    this.workload = workload;
    this.connection = connect(store);
    this.queue = prefix(store) + ".bare";
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    }
  }

  private static RabbitUrl url(String store) {
    return RabbitUrl.parse(store, RabbitOptions.NAMES, Map.of());
  }

  private static String prefix(String store) {
    return RabbitOptions.DEFAULT.with(url(store).options()).prefix();
  }

  private static Connection connect(String store) throws IOException, TimeoutException {
    RabbitUrl url = url(store);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUsername(url.user());
    factory.setPassword(url.password());
    factory.setVirtualHost(url.vhost());
    return factory.newConnection(url.hosts(), "bare");
  }

  /**
   * Deletes all that our backend has made there for the queue {@code default}.
   *
   * @throws BackendException if the node is away
   */
  public static void drop(String store) {
    try (Connection connection = connect(store);
        Channel channel = connection.createChannel()) {
      drop(channel, new ObjectNames(prefix(store)), List.of("default"));
    } catch (IOException | TimeoutException e) {
      throw new BackendException("rabbitmq: what was measured could not be removed", e);
    }
  }

  /** Deletes all that our backend has made there for these queues. */
  static void drop(Channel channel, ObjectNames names, List<String> queues) throws IOException {
    for (String queue : queues) {
      for (Priority level : Priority.STRICT) {
        channel.queueDelete(names.jobs(queue, level));
      }
    }
    channel.queueDelete(names.dead());
    channel.queueDelete(names.queues());
    for (int tier = 0; tier < Ladder.TIERS; tier++) {
      channel.queueDelete(names.delay(tier));
      channel.exchangeDelete(names.delay(tier));
    }
    channel.exchangeDelete(names.outlet());
  }

  private Channel confirming() throws IOException {
    Channel channel = connection.createChannel();
    channel.confirmSelect();
    return channel;
  }

  private void store(Channel channel, int jobs) throws Exception {
    for (int i = 0; i < jobs; i++) {
      channel.basicPublish("", queue, true, properties, Workload.PAYLOAD.bytes());
    }
    channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
  }

  @Override
  public void enqueue(int jobs) throws Exception {
    try (Channel channel = confirming()) {
      for (int done = 0; done < jobs; done += workload.bulk()) {
        store(channel, workload.bulk());
      }
    }
  }

  /** A channel for each thread. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          try (Channel channel = confirming()) {
            for (int i = 0; i < jobs / threads; i++) {
              store(channel, 1);
            }
          }
        });
  }

  @Override
  public void drain(int jobs) throws Exception {
    Drain drain = new Drain(jobs);
    drain.await();
  }

  /** One publishes and one consumes, at the same time. */
  @Override
  public void sustain(int jobs) throws Exception {
    Drain drain = new Drain(jobs);
    enqueue(jobs);
    drain.await();
  }

  /** Consumes so many. */
  private final class Drain extends DefaultConsumer {
    private final int jobs;
    private final CountDownLatch all = new CountDownLatch(1);
    private int seen; // only the consumer's thread

    private Drain(int jobs) throws IOException {
      super(connection.createChannel());
      this.jobs = jobs;
      getChannel().basicQos(workload.slots());
      getChannel().basicConsume(queue, false, this);
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties its, byte[] body)
        throws IOException {
      if (body.length < Workload.PAYLOAD.size()) {
        throw new IllegalStateException("a payload came back shorter");
      }
      seen++;
      boolean isTurn = seen % Math.max(1, workload.slots() / 4) == 0;
      if (isTurn || seen == jobs) {
        getChannel().basicAck(envelope.getDeliveryTag(), true);
      }
      if (seen == jobs) {
        all.countDown();
      }
    }

    private void await() throws Exception {
      if (!all.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("not all came: " + seen + " of " + jobs);
      }
      getChannel().close();
    }
  }

  @Override
  public void close() {
    try (connection;
        Channel channel = connection.createChannel()) {
      channel.queueDelete(queue);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
