package dev.duly.backend;

/** A wish to keep a claim, with what its handler has said. */
public record Extension(ClaimRef claim, Notes notes) {
  /** Without news. */
  public Extension(ClaimRef claim) {
    this(claim, Notes.NONE);
  }

  /** Without news. */
  public Extension(Claim claim) {
    this(claim.ref());
  }
}
