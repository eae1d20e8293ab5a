package dev.duly.tck;

import java.util.SplittableRandom;

/**
 * One step of a random sequence. Its numbers are read relative to what there is when it is done
 * ("the 17th of the claims, counting round"), so that a sequence stays meaningful when steps are
 * taken out of it.
 */
record Action(Kind kind, int a, int b, int c) {
  private static final Kind[] KINDS = Kind.values();
  private static final int NUMBER_MAX = 1_000;

  enum Kind {
    ENQUEUE,
    ENQUEUE_BULK,
    ENQUEUE_AGAIN,
    ENQUEUE_UNIQUE,
    CLAIM,
    CLAIM_POOL,
    SETTLE,
    SETTLE_MANY,
    SETTLE_AND_CLAIM,
    SETTLE_AGAIN,
    EXTEND,
    TICK,
    ADVANCE,
    OUTLIVE_A_LEASE,
    PAUSE,
    RESUME,
    PAUSE_TYPE,
    RESUME_TYPE,
    REQUEUE,
    CANCEL,
    DELETE,
    EDIT
  }

  static Action next(SplittableRandom random) {
    return new Action(
        KINDS[random.nextInt(KINDS.length)],
        random.nextInt(NUMBER_MAX),
        random.nextInt(NUMBER_MAX),
        random.nextInt(NUMBER_MAX));
  }

  @Override
  public String toString() {
    return kind + "(" + a + "," + b + "," + c + ")";
  }
}
