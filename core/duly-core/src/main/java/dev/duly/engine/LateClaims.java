package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Claims of a request that was sent again, since its first answer was lost: the engine may have
 * granted them long ago (rule C10), so that their leases may have ended.
 *
 * @param askedNanos before the request that began their leases
 */
record LateClaims(List<Claim> claims, long askedNanos) {
  /**
   * Renews them; what is lost is not among them. If they cannot be renewed, they are as old as the
   * first request.
   */
  static LateClaims renewed(
      Session session, List<Claim> claims, long firstAskedNanos, LongSupplier nanoTime) {
    long now = nanoTime.getAsLong();
    try {
      List<Claim> held = new ArrayList<>(claims.size());
      List<Extended> answers = session.extend(claims.stream().map(Extension::new).toList());
      for (int i = 0; i < claims.size(); i++) {
        if (answers.get(i).state() != Extended.State.LOST) {
          held.add(claims.get(i));
        }
      }
      return new LateClaims(held, now);
    } catch (BackendException e) {
      return new LateClaims(claims, firstAskedNanos);
    }
  }
}
