package dev.duly.job;

import java.util.regex.Pattern;

/**
 * Names one job: an opaque string of 1 to 64 characters {@code [A-Za-z0-9._:-]}. The client chooses
 * it, so that an enqueue sent again after a lost answer is the same job (rule E3).
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  public JobId {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "id must be 1 to 64 characters of A-Z a-z 0-9 . _ : -, was " + Names.quoted(value));
    }
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
