package dev.duly.backend;

import dev.duly.job.Payload;
import java.util.Optional;

/** A wish to keep a claim, with news of its progress if there are any. */
public record Extension(ClaimRef claim, Optional<Payload> progress) {
  /** Without news. */
  public Extension(Claim claim) {
    this(claim.ref(), Optional.empty());
  }
}
