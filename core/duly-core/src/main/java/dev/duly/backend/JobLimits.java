package dev.duly.backend;

import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.EncodedJob;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.StorableInstant;
import dev.duly.job.StorableText;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rule E4: what a job must be like to be stored, and what is wrong with one that is not. */
record JobLimits(Capabilities limits) {
  private static final int MAX_ATTEMPTS_MAX = 1_000;
  private static final int RETRY_TEXT_MAX = 1_000;
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7);
  private static final Duration UNIQUE_MIN = Duration.ofMillis(1);
  private static final int KEY_ID_MAX = 256;
  private static final int CONTENT_TYPE_MAX = 127;

  /**
   * Rule E4: refuses the whole bulk, naming every problem of every job.
   *
   * @throws InvalidJobsException if there is any
   */
  void requireAcceptable(List<EncodedJob> jobs) {
    List<InvalidJobsException.Problem> problems = new ArrayList<>();
    if (jobs.size() > limits.batchMax()) {
      problems.add(
          new InvalidJobsException.Problem(
              0,
              "a bulk is at most "
                  + limits.batchMax()
                  + " jobs, was "
                  + jobs.size()
                  + ": send it in parts"));
    }
    long bytes = jobs.stream().mapToLong(job -> job.payload().size()).sum();
    if (bytes > Capabilities.BULK_BYTES_MAX) {
      problems.add(
          new InvalidJobsException.Problem(
              0,
              String.format(
                  "a bulk is at most %,d bytes of payloads, was %,d: send it in parts",
                  Capabilities.BULK_BYTES_MAX, bytes)));
    }
    Instant now = isDelayLimited() ? Instant.now() : Instant.EPOCH; // asked only where it counts
    for (int i = 0; i < jobs.size(); i++) {
      for (String problem : problemsOf(jobs.get(i), now)) {
        problems.add(new InvalidJobsException.Problem(i, problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidJobsException(problems);
    }
  }

  /** Everything that is wrong with one job; empty if nothing is. */
  List<String> problemsOf(EncodedJob job, Instant now) {
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
    limits.problemWithTimeout(job.timeout()).ifPresent(problems::add);
    problemWith(job.due(), now).ifPresent(problems::add);
    job.expires().flatMap(this::problemWithExpiry).ifPresent(problems::add);
    LabelLimits.check(job.labels(), problems);
    if (job.labels().groupKey().isPresent() && !limits.offers(Feature.FAIR_GROUPS)) {
      problems.add("group_key: this backend keeps no groups that take turns");
    }
    addProblems(job.labels().uniqueKey(), job.unique(), problems);
    return problems;
  }

  /**
   * Refuses a time that is too far.
   *
   * @throws InvalidJobsException if it is
   */
  void requireAcceptable(Due due) {
    problemWith(due, Instant.now())
        .ifPresent(
            text -> {
              throw new InvalidJobsException(List.of(new InvalidJobsException.Problem(0, text)));
            });
  }

  private Optional<String> problemWith(Due due, Instant now) {
    if (due instanceof Due.In in) {
      return problemWithTime("delay", in.delay());
    }
    Instant at = ((Due.At) due).instant();
    Optional<String> problem = StorableInstant.problemWith("scheduled_at", at);
    return problem.isEmpty() && isDelayLimited() && at.isAfter(now.plus(limits.delayMax()))
        ? Optional.of(
            "scheduled_at must be at most "
                + DurationText.of(limits.delayMax())
                + " from now, was "
                + at)
        : problem;
  }

  private boolean isDelayLimited() {
    return limits.delayMax().compareTo(Capabilities.DELAY_MAX_DEFAULT) < 0;
  }

  /**
   * Refuses a payload over the limit.
   *
   * @throws InvalidJobsException if it is
   */
  void requireAcceptable(Payload payload) {
    List<String> problems = new ArrayList<>(0);
    addProblems(payload, problems);
    if (!problems.isEmpty()) {
      throw new InvalidJobsException(
          problems.stream().map(text -> new InvalidJobsException.Problem(0, text)).toList());
    }
  }

  private void addProblems(Payload payload, List<String> problems) {
    if (payload.size() > limits.payloadBytesMax()) {
      problems.add(
          String.format(
              "payload is %,d bytes, the limit is %,d: store the data elsewhere and enqueue its key",
              payload.size(), limits.payloadBytesMax()));
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

  private void addProblems(Optional<String> key, Unique unique, List<String> problems) {
    if (key.isEmpty()) {
      if (!unique.equals(Unique.DEFAULT)) {
        problems.add("unique_key is missing: what holds until or on a conflict is said of a key");
      }
      return;
    }
    if (!limits.offers(Feature.UNIQUE_KEYS)) {
      problems.add("unique_key: this backend keeps no unique keys");
    }
    LabelLimits.checkUniqueKey(key.get(), problems);
    if (unique.until() instanceof Until.For held
        && (held.time().compareTo(UNIQUE_MIN) < 0
            || held.time().compareTo(limits.delayMax()) > 0)) {
      problems.add(
          "unique_until must be between "
              + DurationText.of(UNIQUE_MIN)
              + " and "
              + DurationText.of(limits.delayMax())
              + ", was "
              + DurationText.shown(held.time()));
    }
  }

  private Optional<String> problemWithExpiry(Due end) {
    return end instanceof Due.In in
        ? problemWithTime("expires_in", in.delay())
        : StorableInstant.problemWith("expires_at", ((Due.At) end).instant());
  }

  private Optional<String> problemWithTime(String field, Duration delay) {
    return delay.isNegative() || delay.compareTo(limits.delayMax()) > 0
        ? Optional.of(
            field
                + " must be between 0s and "
                + DurationText.of(limits.delayMax())
                + ", was "
                + DurationText.shown(delay))
        : Optional.empty();
  }
}
