package dev.duly.lifecycle;

import dev.duly.job.JobSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stamped policies that were read before: there are few, and each failure needs one.
 * Thread-safe.
 */
final class RetryPolicyText {
  private static final System.Logger LOG = System.getLogger(RetryPolicyText.class.getName());
  private static final int KNOWN_MAX = 1_000;
  private static final Map<String, Backoff> KNOWN = new ConcurrentHashMap<>();

  private RetryPolicyText() {}

  /**
   * A text that cannot be read, perhaps of a later version, means the default: a job never dies of
   * its policy.
   */
  static Backoff parse(String text) {
    Backoff known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    Backoff parsed;
    try {
      parsed = Backoff.parse(text);
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a job's retry policy cannot be read; the default is used",
          e);
      parsed = Backoff.parse(JobSpec.RETRY_DEFAULT);
    }
    if (KNOWN.size() < KNOWN_MAX) {
      KNOWN.put(text, parsed);
    }
    return parsed;
  }
}
