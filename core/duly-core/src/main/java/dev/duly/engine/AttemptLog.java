package dev.duly.engine;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.Settlement;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.StorableText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what went wrong with attempts to the application's log, under {@link
 * Engine#ATTEMPTS_LOGGER}: a failure that is tried again as a WARNING, a dead letter as an ERROR,
 * both with the stack; a parked job as a WARNING, once per type and minute. Only the turn thread.
 */
final class AttemptLog {
  private static final System.Logger LOG = System.getLogger(Engine.ATTEMPTS_LOGGER);
  private static final long PARKED_EVERY_NANOS = 60_000_000_000L;
  private static final int MESSAGE_MAX = 500;
  private static final Duration EXACT_MAX = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Events events;
  private final Map<String, Long> parkedNanos = new HashMap<>();

  AttemptLog(LongSupplier nanoTime, Events events) {
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /** An attempt's claim was lost. */
  void lost(EndedRun ended) {
    events.lost(ended.attempt().job());
  }

  /** An attempt has ended, and the store knows it. */
  void ended(EndedRun ended) {
    Settlement settlement = ended.settlement().orElseThrow();
    events.settled(ended.attempt().job(), settlement, ended.cause());
    if (settlement instanceof Settlement.Retry retry) {
      log(
          System.Logger.Level.WARNING,
          which(ended)
              + " failed, next try in "
              + text(retry.delay())
              + ": "
              + text(retry.failure()),
          ended.cause());
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      log(
          System.Logger.Level.ERROR,
          which(ended)
              + " failed for good ("
              + dead.reason().text()
              + "); it is a dead letter now: "
              + text(dead.failure()),
          ended.cause());
    } else if (settlement instanceof Settlement.Release release && release.why().isParked()) {
      parked(release, ended);
    }
  }

  private void parked(Settlement.Release release, EndedRun ended) {
    ClaimRef claim = release.claim();
    long now = nanoTime.getAsLong();
    @Nullable Long last = parkedNanos.get(claim.type());
    if (last != null && now - last < PARKED_EVERY_NANOS) {
      return;
    }
    parkedNanos.values().removeIf(then -> now - then >= PARKED_EVERY_NANOS);
    parkedNanos.put(claim.type(), now);
    log(
        System.Logger.Level.WARNING,
        claim.type()
            + " "
            + claim.job().id()
            + " is parked ("
            + release.parkReason().orElseThrow()
            + "), next try in "
            + text(release.delay())
            + "; more of its type are not logged for a minute",
        ended.cause());
  }

  private static String which(EndedRun ended) {
    Job job = ended.attempt().job();
    return job.type() + " " + job.id() + " attempt " + job.attempt() + " of " + job.maxAttempts();
  }

  private static String text(Failure failure) {
    return failure.message().isEmpty()
        ? failure.error()
        : failure.error() + ": " + StorableText.of(failure.message(), MESSAGE_MAX);
  }

  private static String text(Duration delay) {
    return DurationText.of(
        delay.compareTo(EXACT_MAX) < 0 ? delay : delay.truncatedTo(ChronoUnit.SECONDS));
  }

  /** An error whose own code fails must not keep what is known of it from the log. */
  private static void log(System.Logger.Level level, String message, Optional<Throwable> cause) {
    try {
      LOG.log(level, message, cause.orElse(null));
    } catch (RuntimeException | Error e) {
      LOG.log(level, message);
    }
  }
}
