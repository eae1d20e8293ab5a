package dev.duly.backend;

import dev.duly.job.Payload;
import java.util.Optional;

/** A wish to keep a claim, with news of its progress if there are any. */
public record Extension(Claim claim, Optional<Payload> progress) {
  public Extension(Claim claim) {
    this(claim, Optional.empty());
  }
}
