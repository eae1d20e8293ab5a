package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.rabbitmq.BareRabbit;
import dev.duly.rabbitmq.RabbitBackend;
import java.nio.file.Path;

/** RabbitMQ, where each store has queues with a prefix of its own. */
final class RabbitEngine extends ServerEngine {
  private static final int MANY_WAITING = 200_000; // what waits in a quorum queue is in memory

  /**
   * An engine.
   *
   * @param server {@code amqp://user:password@host:port/vhost}
   */
  RabbitEngine(String server) {
    super(server);
  }

  @Override
  public String name() {
    return "rabbitmq";
  }

  @Override
  public String durability() {
    return "quorum queues: confirmed when most of their replicas have synced it";
  }

  /** It comes with its first job. */
  @Override
  void create(Path folder) {}

  @Override
  String url(Path folder) {
    return prefixed(folder);
  }

  @Override
  public int manyWaiting() {
    return MANY_WAITING;
  }

  /** What is measured of several processes needs a queue that can be paused. */
  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  boolean isAway(RuntimeException failure) {
    return failure instanceof BackendException;
  }

  @Override
  void drop(Path folder) {
    BareRabbit.drop(url(folder));
  }

  @Override
  public Backend open(String store) {
    return RabbitBackend.url(store);
  }

  @Override
  public Contender bare(String store, Workload workload) throws Exception {
    return new BareRabbit(store, workload);
  }
}
