package dev.duly.backend;

import java.util.List;
import java.util.Optional;

/**
 * What one round trip brought.
 *
 * @param outcomes one per settlement, in their order
 * @param claims in the order they are to be started
 * @param claimFailed why there are no claims, if the claiming half failed
 */
public record TurnResult(
    List<Outcome> outcomes, List<Claim> claims, Optional<BackendException> claimFailed) {
  public static final TurnResult NOTHING = new TurnResult(List.of(), List.of());

  public TurnResult(List<Outcome> outcomes, List<Claim> claims) {
    this(outcomes, claims, Optional.empty());
  }
}
