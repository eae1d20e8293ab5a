package dev.duly.tck;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.job.Due;
import dev.duly.job.Failure;
import dev.duly.limit.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * One step of a random sequence. Its numbers are read relative to what there is when it is done
 * ("the 17th of the claims, counting round"), so that a sequence stays meaningful when steps are
 * taken out of it.
 */
record Action(Kind kind, int a, int b, int c) {
  private static final Kind[] KINDS = Kind.values();
  private static final int NUMBER_MAX = 1_000;
  private static final List<Optional<String>> GROUPS =
      List.of(Optional.of("g"), Optional.of("gh"), Optional.empty(), Optional.of("i"));
  private static final List<Optional<String>> LIMITED =
      List.of(Optional.empty(), Optional.of("gh"), Optional.of("g*"), Optional.of("*"));

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
    EDIT,
    RESCHEDULE,
    ENQUEUE_KEYED,
    CLAIM_AHEAD,
    SET_LIMIT,
    REMOVE_LIMIT
  }

  /** Of those that concern limits and groups, so that they meet often. */
  private static final Kind[] LIMITED_KINDS = {
    Kind.ENQUEUE_KEYED,
    Kind.ENQUEUE_KEYED,
    Kind.ENQUEUE_KEYED,
    Kind.CLAIM,
    Kind.CLAIM_POOL,
    Kind.CLAIM_AHEAD,
    Kind.SETTLE,
    Kind.SETTLE_MANY,
    Kind.SETTLE_AND_CLAIM,
    Kind.TICK,
    Kind.ADVANCE,
    Kind.OUTLIVE_A_LEASE,
    Kind.PAUSE_TYPE,
    Kind.RESUME_TYPE,
    Kind.REQUEUE,
    Kind.CANCEL,
    Kind.DELETE,
    Kind.RESCHEDULE,
    Kind.SET_LIMIT,
    Kind.REMOVE_LIMIT
  };

  static Action next(SplittableRandom random) {
    return next(KINDS, random);
  }

  static Action nextLimited(SplittableRandom random) {
    return next(LIMITED_KINDS, random);
  }

  private static Action next(Kind[] kinds, SplittableRandom random) {
    return new Action(
        kinds[random.nextInt(kinds.length)],
        random.nextInt(NUMBER_MAX),
        random.nextInt(NUMBER_MAX),
        random.nextInt(NUMBER_MAX));
  }

  /** The group key of the i-th of its jobs, if it has one. */
  Optional<String> group(int i) {
    return GROUPS.get((c + i) % GROUPS.size());
  }

  static Due due(int number) {
    return number % 3 == 0 ? new Due.In(Duration.ofMillis(number * 10L)) : Due.now();
  }

  Due due() {
    return due(c);
  }

  /** What it limits. */
  Limit.Target target(List<String> queues) {
    return new Limit.Target(queues.get(b % queues.size()), LIMITED.get(a % LIMITED.size()));
  }

  /** A rate, places, or both. */
  Limit limit(List<String> queues) {
    Limit none = new Limit(target(queues), Optional.empty(), OptionalInt.empty());
    Limit places = b % 3 == 0 ? none : none.places(c % 4);
    return b % 3 == 1 ? places : places.rate(1 + c % 9, Duration.ofSeconds(2)).burst(1 + c % 3);
  }

  /**
   * How the i-th of its claims ends.
   *
   * @param mayHold whether a handler may ask for its key or queue to be held
   */
  Settlement settlement(Claim claim, int i, boolean mayHold) {
    int kind = c + i;
    Failure failure = Failure.of("E" + kind % 3, "m" + kind);
    Duration delay = Duration.ofMillis(kind * 7L);
    return switch (kind % 8) {
      case 0 -> new Settlement.Retry(claim, delay, failure);
      case 1 ->
          new Settlement.Release(
              claim, delay, kind % 2 == 0 ? ReleaseReason.SHUTDOWN : ReleaseReason.UNKNOWN_TYPE);
      case 2 -> new Settlement.Cancel(claim, "reason");
      case 3 -> new Settlement.DeadLetter(claim, DeadReason.EXHAUSTED, failure);
      case 4 -> mayHold ? held(claim, delay) : new Settlement.Complete(claim);
      default -> new Settlement.Complete(claim);
    };
  }

  private static Settlement held(Claim claim, Duration delay) {
    Run ran = new Run(Duration.ZERO, Duration.ofMillis(1), false);
    return new Settlement.Release(
        claim.ref(), Optional.of(ran), delay, ReleaseReason.RATE_LIMITED, claim.ref().streaks());
  }

  @Override
  public String toString() {
    return kind + "(" + a + "," + b + "," + c + ")";
  }
}
