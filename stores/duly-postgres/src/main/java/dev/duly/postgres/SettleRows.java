package dev.duly.postgres;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Failure;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settlements laid out as the columns of {@code settle.sql}. Null leaves a streak, a reason and a
 * fingerprint as they are, and an attempt without an outcome is not remembered.
 */
final class SettleRows {
  private final List<Long> tokens = new ArrayList<>();
  private final List<Long> seqs = new ArrayList<>();
  private final List<@Nullable String> verbs = new ArrayList<>();
  private final List<@Nullable String> states = new ArrayList<>();
  private final List<@Nullable Long> delays = new ArrayList<>();
  private final List<@Nullable Integer> attempts = new ArrayList<>();
  private final List<@Nullable Integer> lost = new ArrayList<>();
  private final List<@Nullable Integer> released = new ArrayList<>();
  private final List<@Nullable Integer> parked = new ArrayList<>();
  private final List<@Nullable String> parkReasons = new ArrayList<>();
  private final List<@Nullable String> reasons = new ArrayList<>();
  private final List<Optional<Payload>> results = new ArrayList<>();
  private final List<@Nullable Integer> numbers = new ArrayList<>();
  private final List<@Nullable Long> ran = new ArrayList<>();
  private final List<@Nullable String> outcomes = new ArrayList<>();
  private final List<Optional<Failure>> failures = new ArrayList<>();

  /** Adds one; no claim twice. */
  void add(Settlement settlement, PostgresToken token) {
    tokens.add(token.claim());
    seqs.add(token.seq());
    verbs.add(settlement.verb());
    numbers.add(settlement.claim().job().attempt());
    ran.add(settlement.run().map(Run::ran).map(java.time.Duration::toMillis).orElse(null));
    if (settlement instanceof Complete complete) {
      to(JobState.COMPLETED, 0, 0);
      streaks(0, null, null);
      notes(null, null, complete.result());
      tried(null, Optional.empty());
    } else if (settlement instanceof Retry retry) {
      to(JobState.WAITING, retry.delay().toMillis(), 1);
      streaks(0, 0, 0);
      notes(null, null, Optional.empty());
      tried("retried", Optional.of(retry.failure()));
    } else if (settlement instanceof Release release) {
      to(JobState.WAITING, release.delay().toMillis(), 0);
      streaks(release.after().lost(), release.after().released(), release.after().parked());
      notes(release.parkReason().map(ParkReason::toString).orElse(null), null, Optional.empty());
      tried(null, Optional.empty());
    } else if (settlement instanceof Cancel cancel) {
      to(JobState.CANCELLED, 0, 0);
      streaks(cancel.run().isPresent() ? 0 : null, null, null);
      notes(null, cancel.reason(), Optional.empty());
      tried("cancelled", Optional.empty());
    } else if (settlement instanceof DeadLetter dead) {
      boolean started = dead.run().isPresent();
      to(JobState.DEAD, 0, started ? 1 : 0);
      streaks(started ? 0 : null, null, null);
      notes(null, dead.reason().text(), Optional.empty());
      tried("dead", Optional.of(dead.failure()));
    }
  }

  private void to(JobState state, long delayMillis, int usedUp) {
    states.add(state.text());
    delays.add(delayMillis);
    attempts.add(usedUp);
  }

  private void streaks(
      @Nullable Integer lost, @Nullable Integer released, @Nullable Integer parked) {
    this.lost.add(lost);
    this.released.add(released);
    this.parked.add(parked);
  }

  private void notes(
      @Nullable String parkReason, @Nullable String reason, Optional<Payload> result) {
    parkReasons.add(parkReason);
    reasons.add(reason);
    results.add(result);
  }

  private void tried(@Nullable String outcome, Optional<Failure> failure) {
    outcomes.add(outcome);
    failures.add(failure);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** In the order of the statement's parameters. */
  void bind(Values values, Db db) throws SQLException {
    values
        .number(db.now())
        .numbers(nullable(tokens))
        .numbers(nullable(seqs))
        .texts(verbs)
        .texts(states)
        .numbers(delays)
        .integers(attempts)
        .integers(lost)
        .integers(released)
        .integers(parked)
        .texts(parkReasons)
        .texts(reasons)
        .texts(of(Failure::fingerprint))
        .blobs(bytes())
        .texts(resultTypes())
        .integers(numbers)
        .numbers(ran)
        .texts(outcomes)
        .texts(of(Failure::error))
        .texts(of(Failure::message))
        .texts(of(Failure::stack))
        .longs(new TreeSet<>(tokens).stream().mapToLong(t -> t).toArray());
  }

  private static List<@Nullable Long> nullable(List<Long> numbers) {
    return new ArrayList<>(numbers);
  }

  private interface Part {
    String of(Failure failure);
  }

  private List<@Nullable String> of(Part part) {
    List<@Nullable String> texts = new ArrayList<>(failures.size());
    for (Optional<Failure> failure : failures) {
      texts.add(failure.map(part::of).orElse(null));
    }
    return texts;
  }

  private List<byte @Nullable []> bytes() {
    List<byte @Nullable []> bytes = new ArrayList<>(results.size());
    for (Optional<Payload> result : results) {
      bytes.add(result.map(Payload::bytes).orElse(null));
    }
    return bytes;
  }

  private List<@Nullable String> resultTypes() {
    List<@Nullable String> types = new ArrayList<>(results.size());
    for (Optional<Payload> result : results) {
      types.add(result.map(Payload::contentType).orElse(null));
    }
    return types;
  }
}
