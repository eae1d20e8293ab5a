package dev.duly.backend;

import dev.duly.job.Names;
import dev.duly.job.Payload;
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
  private static final int MAX_ATTEMPTS_MAX = 1_000;
  private static final int RETRY_TEXT_MAX = 1_000;
  private static final Duration TIMEOUT_MAX = Duration.ofDays(7);

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
    problemWithPayload(job.payload()).ifPresent(problems::add);
    if (job.maxAttempts() < 1 || job.maxAttempts() > MAX_ATTEMPTS_MAX) {
      problems.add("max_attempts must be 1 to " + MAX_ATTEMPTS_MAX + ", was " + job.maxAttempts());
    }
    if (job.retry().length() > RETRY_TEXT_MAX) {
      problems.add(
          "retry must be at most " + RETRY_TEXT_MAX + " characters, was " + job.retry().length());
    }
    if (job.timeout().isNegative()
        || job.timeout().isZero()
        || job.timeout().compareTo(TIMEOUT_MAX) > 0) {
      problems.add(
          "timeout must be positive and at most " + TIMEOUT_MAX + ", was " + job.timeout());
    }
    if (job.due() instanceof Due.In in) {
      problemWithDelay(in.delay()).ifPresent(problems::add);
    }
    return problems;
  }

  /**
   * Refuses a payload over the limit.
   *
   * @throws InvalidJobsException if it is
   */
  public void requireAcceptable(Payload payload) {
    problemWithPayload(payload)
        .ifPresent(
            problem -> {
              throw new InvalidJobsException(List.of(new InvalidJobsException.Problem(0, problem)));
            });
  }

  private Optional<String> problemWithPayload(Payload payload) {
    return payload.size() > payloadBytesMax
        ? Optional.of(
            String.format(
                "payload is %,d bytes, the limit is %,d: store the data elsewhere and enqueue its key",
                payload.size(), payloadBytesMax))
        : Optional.empty();
  }

  private Optional<String> problemWithDelay(Duration delay) {
    return delay.isNegative() || delay.compareTo(delayMax) > 0
        ? Optional.of("delay must be between 0 and " + delayMax + ", was " + delay)
        : Optional.empty();
  }
}
