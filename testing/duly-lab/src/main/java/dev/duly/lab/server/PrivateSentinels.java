package dev.duly.lab.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A Redis primary of one's own with a replica, and three Sentinels that put the replica in its
 * place when two of them miss it for half a second.
 */
public final class PrivateSentinels implements AutoCloseable {
  /** How the Sentinels call the primary. */
  private static final String NAME = "main";

  private static final int SENTINELS = 3;
  private static final long START_SECONDS = 60;

  private final List<PrivateRedis> all = new ArrayList<>(); // primary, replica, Sentinels

  private PrivateSentinels() {}

  /**
   * Starts them and waits until they know of one another.
   *
   * @param settings of the primary and the replica
   */
  public static PrivateSentinels start(String... settings) {
    PrivateSentinels sentinels = new PrivateSentinels();
    try {
      sentinels.all.add(PrivateRedis.start(settings));
      sentinels.all.add(sentinels.primary().startReplica(settings));
      for (int i = 0; i < SENTINELS; i++) {
        sentinels.all.add(PrivateRedis.start("--sentinel"));
      }
      sentinels.meet();
      return sentinels;
    } catch (IOException e) {
      sentinels.close();
      throw new UncheckedIOException(e);
    }
  }

  private void meet() throws IOException {
    for (PrivateRedis sentinel : sentinels()) {
      sentinel.ask("SENTINEL MONITOR " + NAME + " 127.0.0.1 " + primary().port() + " 2");
      sentinel.ask("SENTINEL SET " + NAME + " down-after-milliseconds 500");
      sentinel.ask("SENTINEL SET " + NAME + " failover-timeout 3000");
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    for (PrivateRedis sentinel : sentinels()) {
      while (!sentinel.ask("INFO sentinel").contains("slaves=1,sentinels=" + SENTINELS)) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the Sentinels did not meet: " + sentinel.ask("INFO sentinel"));
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** The one that was it first. */
  public PrivateRedis primary() {
    return all.get(0);
  }

  /** The one that was its replica first. */
  public PrivateRedis replica() {
    return all.get(1);
  }

  /** Whether all Sentinels send clients to the replica now. */
  public boolean haveReplacedThePrimary() throws IOException {
    for (PrivateRedis sentinel : sentinels()) {
      String answer = sentinel.ask("SENTINEL GET-MASTER-ADDR-BY-NAME " + NAME);
      if (!answer.contains("\n" + replica().port() + "\r")) {
        return false;
      }
    }
    return true;
  }

  private List<PrivateRedis> sentinels() {
    return all.subList(2, all.size());
  }

  /** As a command line takes it. */
  public String url() {
    return sentinels().stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "/" + NAME));
  }

  @Override
  public void close() {
    all.forEach(PrivateRedis::close);
  }
}
