package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import dev.duly.backend.BackendException;
import dev.duly.backend.broker.ForeignMessage.Place;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a session and its taps. What is lost is made anew when it is needed; what was
 * held there is lost. Thread-safe.
 */
final class Taps {
  private final Parts parts;
  private final String name;
  private final Tap.Told told;
  // Guarded by this.
  private final Map<Place, LevelTap> taps = new HashMap<>();
  private @Nullable Link link;

  /** What the sessions of a backend share. */
  record Parts(Connections connections, Topology topology, HeldClaims claims) {}

  /**
   * Connects with the first tap.
   *
   * @param name of the connection
   * @param onChange claims are lost
   */
  Taps(Parts parts, String name, Runnable bell, Runnable onChange) {
    this.parts = parts;
    this.name = name;
    this.told =
        new Tap.Told() {
          @Override
          public void bell() {
            bell.run();
          }

          @Override
          public void lost(Tap tap) {
            parts.claims.remove(tap);
            if (tap.held() > 0) {
              onChange.run();
            }
          }
        };
  }

  String name() {
    return name;
  }

  /** The tap of these jobs. */
  synchronized LevelTap of(Place place) {
    LevelTap known = taps.get(place);
    if (known != null && known.tap().isCancelled()) {
      parts.topology.forget(known.tap().queue());
      known.tap().close(); // or what comes into a new queue of this name would go to it, unheard
    } else if (known != null && !known.tap().isLost()) {
      return known;
    }
    String queue = parts.topology.require(place.queue(), place.level());
    try {
      LevelTap made = new LevelTap(place, new Tap(link(), queue, parts.claims.nextNumber(), told));
      parts.claims.add(made);
      taps.put(place, made);
      return made;
    } catch (IOException | AlreadyClosedException e) {
      throw failed(place, e);
    }
  }

  private Link link() {
    if (link == null || !link.isOpen()) {
      link = parts.connections.open(name);
    }
    return link;
  }

  /** The failure of a tap, which is made anew. */
  BackendException failed(Place place, Exception e) {
    if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
      parts.topology.forget(place.queue(), place.level());
    }
    return RabbitErrors.of("claim", parts.connections.url(), e);
  }

  synchronized List<LevelTap> all() {
    return List.copyOf(taps.values());
  }

  /** How many claims are held, handed out or not. */
  int held() {
    return all().stream()
        .filter(tap -> !tap.tap().isLost())
        .mapToInt(tap -> tap.tap().held())
        .sum();
  }

  /** Ends the connection; what is held goes back, and counts as lost. */
  synchronized void close() {
    for (LevelTap tap : all()) {
      tap.tap().close();
      parts.claims.remove(tap.tap());
    }
    taps.clear();
    if (link != null) {
      link.close();
    }
  }
}
