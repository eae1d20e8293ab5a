package dev.duly.lab.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three Redis servers of one's own that are a Cluster, each with a third of the slots. */
public final class PrivateRedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  private static final long START_SECONDS = 60;

  private final List<PrivateRedis> nodes = new ArrayList<>();

  private PrivateRedisCluster() {}

  /** Starts one and waits until all nodes know of all. */
  public static PrivateRedisCluster start(String... settings) {
    PrivateRedisCluster cluster = new PrivateRedisCluster();
    try {
      List<String> all = new ArrayList<>(List.of(settings));
      all.add("--cluster-enabled yes");
      for (int i = 0; i < NODES; i++) {
        cluster.nodes.add(PrivateRedis.start(all.toArray(String[]::new)));
      }
      cluster.join();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    }
  }

  private void join() throws IOException {
    for (int i = 0; i < NODES; i++) {
      int first = i * SLOTS / NODES;
      int last = (i + 1) * SLOTS / NODES - 1;
      String slots =
          IntStream.rangeClosed(first, last)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(" "));
      nodes.get(i).ask("CLUSTER ADDSLOTS " + slots);
      nodes.get(i).ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
    }
    for (PrivateRedis node : nodes.subList(1, NODES)) {
      nodes.get(0).ask("CLUSTER MEET 127.0.0.1 " + node.port());
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    for (PrivateRedis node : nodes) {
      while (!isReady(node)) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the Cluster did not form: " + node.ask("CLUSTER INFO"));
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private static boolean isReady(PrivateRedis node) throws IOException {
    String info = node.ask("CLUSTER INFO");
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SLOTS)
        && info.contains("cluster_known_nodes:" + NODES);
  }

  public List<PrivateRedis> nodes() {
    return List.copyOf(nodes);
  }

  /** As a command line takes it. */
  public String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    nodes.forEach(PrivateRedis::close);
  }
}
