package dev.duly.rabbitmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a channel that are not acknowledged yet, by their tags. An unknown tag would
 * close the channel, so that none leaves the client. Thread-safe.
 */
final class Held {
  // Guarded by this.
  private final Map<Long, Delivery> open = new HashMap<>();
  private long newest;
  private long firstOpen = 1; // every tag below it is acknowledged
  private int latest; // of the tap's consumers
  private int ofLatest;

  /** What is sent to acknowledge: a tag, or all up to it. */
  record Ack(long tag, boolean multiple) {}

  synchronized void add(Delivery delivery) {
    open.put(delivery.tag(), delivery);
    newest = Math.max(newest, delivery.tag());
    if (delivery.consumer() > latest) {
      latest = delivery.consumer();
      ofLatest = 0;
    }
    ofLatest += delivery.consumer() == latest ? 1 : 0;
  }

  synchronized Optional<Delivery> find(long tag) {
    @Nullable Delivery delivery = open.get(tag);
    return Optional.ofNullable(delivery);
  }

  /** How many of a consumer's, if it is the latest. */
  synchronized int count(int consumer) {
    return consumer == latest ? ofLatest : 0;
  }

  synchronized int size() {
    return open.size();
  }

  /** The latest that is not acknowledged. */
  synchronized OptionalLong last() {
    return open.keySet().stream().mapToLong(tag -> tag).max();
  }

  /** All went back. */
  synchronized void clear() {
    open.clear();
    ofLatest = 0;
    firstOpen = newest + 1;
  }

  /** Those are over. */
  synchronized List<Ack> settle(Collection<Long> tags) {
    for (long tag : tags) {
      @Nullable Delivery over = open.remove(tag);
      if (over != null && over.consumer() == latest) {
        ofLatest--;
      }
    }
    while (firstOpen <= newest && !open.containsKey(firstOpen)) {
      firstOpen++;
    }
    List<Ack> acks = new ArrayList<>();
    long covered = 0; // by one of these: the server knows no older one any more
    for (long tag : tags) {
      if (tag < firstOpen) {
        covered = Math.max(covered, tag);
      } else {
        acks.add(new Ack(tag, false));
      }
    }
    if (covered > 0) {
      acks.add(new Ack(covered, true));
    }
    return acks;
  }
}
