package dev.duly.rabbitmq;

import dev.duly.backend.ClaimRef;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The claims that this process holds, whichever session took them: as long as the channel lives on
 * which they came. Thread-safe.
 */
final class HeldClaims {
  private final long process = new SecureRandom().nextLong(Long.MAX_VALUE);
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, LevelTap> taps = new ConcurrentHashMap<>();

  /** A delivery and where it is held. */
  record HeldClaim(LevelTap from, Delivery delivery) {}

  /** A number that no other tap of this process has. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  void add(LevelTap tap) {
    taps.put(tap.tap().number(), tap);
  }

  void remove(Tap tap) {
    taps.remove(tap.number());
  }

  RabbitToken token(LevelTap from, Delivery delivery) {
    return new RabbitToken(process, from.tap().number(), delivery.tag());
  }

  /** Empty if it is lost. */
  Optional<HeldClaim> find(ClaimRef claim) {
    if (!(claim.token() instanceof RabbitToken token) || token.process() != process) {
      return Optional.empty();
    }
    return Optional.ofNullable(taps.get(token.tap()))
        .flatMap(
            from -> from.tap().find(token.tag()).map(delivery -> new HeldClaim(from, delivery)));
  }
}
