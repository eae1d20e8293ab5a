package dev.duly.backend;

import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.EncodedJob;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.StorableInstant;
import dev.duly.job.StorableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a backend can keep of the contract, and its limits.
 *
 * @param delayMax the longest delay of a job
 * @param delayStep the lateness the engine itself adds
 * @param batchMax jobs in one enqueue, entries in one settle
 * @param claimMax claims in one turn
 */
public record Capabilities(
    Fencing fencing,
    Lease lease,
    Duration delayMax,
    Duration delayStep,
    int payloadBytesMax,
    int batchMax,
    int claimMax,
    Set<Feature> features) {
  public static final int PAYLOAD_BYTES_MAX_DEFAULT = 256 * 1024;

  /**
   * The most bytes of payloads in one enqueue: while an engine stores them it does nothing else,
   * and renewing leases must not wait for longer than those last.
   */
  public static final long BULK_BYTES_MAX = 64L << 20;

  private static final int MAX_ATTEMPTS_MAX = 1_000;
  private static final int RETRY_TEXT_MAX = 1_000;
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7);
  private static final int KEY_ID_MAX = 256;
  private static final int CONTENT_TYPE_MAX = 127;

  public Capabilities {
    features = Set.copyOf(features);
  }

  public boolean offers(Feature feature) {
    return features.contains(feature);
  }

  /**
   * Rule E4: refuses the whole bulk, naming every problem of every job.
   *
   * @throws InvalidJobsException if there is any
   */
  public void requireAcceptable(List<EncodedJob> jobs) {
    List<InvalidJobsException.Problem> problems = new ArrayList<>();
    if (jobs.size() > batchMax) {
      problems.add(
          new InvalidJobsException.Problem(
              0,
              "a bulk is at most "
                  + batchMax
                  + " jobs, was "
                  + jobs.size()
                  + ": send it in parts"));
    }
    long bytes = jobs.stream().mapToLong(job -> job.payload().size()).sum();
    if (bytes > BULK_BYTES_MAX) {
      problems.add(
          new InvalidJobsException.Problem(
              0,
              String.format(
                  "a bulk is at most %,d bytes of payloads, was %,d: send it in parts",
                  BULK_BYTES_MAX, bytes)));
    }
    for (int i = 0; i < jobs.size(); i++) {
      for (String problem : problemsOf(jobs.get(i))) {
        problems.add(new InvalidJobsException.Problem(i, problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidJobsException(problems);
    }
  }

  /** Everything that is wrong with one job; empty if nothing is. */
  public List<String> problemsOf(EncodedJob job) {
    List<String> problems = new ArrayList<>(0);
    Names.problemWithType(job.type()).ifPresent(problems::add);
    Names.problemWithQueue(job.queue()).ifPresent(problems::add);
    addProblems(job.payload(), problems);
    if (job.maxAttempts() < 1 || job.maxAttempts() > MAX_ATTEMPTS_MAX) {
      problems.add("max_attempts must be 1 to " + MAX_ATTEMPTS_MAX + ", was " + job.maxAttempts());
    }
    StorableText.problemWith("retry", job.retry(), RETRY_TEXT_MAX).ifPresent(problems::add);
    if (job.timeout().compareTo(TIMEOUT_MIN) < 0 || job.timeout().compareTo(TIMEOUT_MAX) > 0) {
      problems.add(
          "timeout must be between "
              + DurationText.of(TIMEOUT_MIN)
              + " and "
              + DurationText.of(TIMEOUT_MAX)
              + ", was "
              + DurationText.shown(job.timeout()));
    }
    problemWith(job.due()).ifPresent(problems::add);
    job.expiresAt()
        .flatMap(end -> StorableInstant.problemWith("expires_at", end))
        .ifPresent(problems::add);
    LabelLimits.check(job.labels(), problems);
    return problems;
  }

  /**
   * Refuses a time that is too far.
   *
   * @throws InvalidJobsException if it is
   */
  public void requireAcceptable(Due due) {
    problemWith(due)
        .ifPresent(
            text -> {
              throw new InvalidJobsException(List.of(new InvalidJobsException.Problem(0, text)));
            });
  }

  private Optional<String> problemWith(Due due) {
    return due instanceof Due.In in
        ? problemWithDelay(in.delay())
        : StorableInstant.problemWith("scheduled_at", ((Due.At) due).instant());
  }

  /**
   * Refuses a payload over the limit.
   *
   * @throws InvalidJobsException if it is
   */
  public void requireAcceptable(Payload payload) {
    List<String> problems = new ArrayList<>(0);
    addProblems(payload, problems);
    if (!problems.isEmpty()) {
      throw new InvalidJobsException(
          problems.stream().map(text -> new InvalidJobsException.Problem(0, text)).toList());
    }
  }

  private void addProblems(Payload payload, List<String> problems) {
    if (payload.size() > payloadBytesMax) {
      problems.add(
          String.format(
              "payload is %,d bytes, the limit is %,d: store the data elsewhere and enqueue its key",
              payload.size(), payloadBytesMax));
    }
    if (!payload.contentType().equals(Payload.JSON)) {
      StorableText.problemWith("content_type", payload.contentType(), CONTENT_TYPE_MAX)
          .ifPresent(problems::add);
    }
    payload
        .keyId()
        .flatMap(key -> StorableText.problemWith("key_id", key, KEY_ID_MAX))
        .ifPresent(problems::add);
  }

  private Optional<String> problemWithDelay(Duration delay) {
    return delay.isNegative() || delay.compareTo(delayMax) > 0
        ? Optional.of(
            "delay must be between 0s and "
                + DurationText.of(delayMax)
                + ", was "
                + DurationText.shown(delay))
        : Optional.empty();
  }
}
