package dev.duly.query;

import dev.duly.job.JobRecord;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** One term of a query: what a field must be, or must not. */
sealed interface Condition {
  boolean fits(JobRecord job, Instant now);

  /**
   * A field of words or text.
   *
   * @param path within the payload; else empty
   * @param anyOf texts with {@code *} for anything
   */
  record Texts(Field field, String path, boolean not, List<String> anyOf) implements Condition {
    @Override
    public boolean fits(JobRecord job, Instant now) {
      List<String> has = field.texts(job, path, now);
      return not != anyOf.stream().anyMatch(glob -> has.stream().anyMatch(t -> Glob.fits(glob, t)));
    }
  }

  /** A field of numbers, durations or instants; what a job does not have fits nothing. */
  record Numbers(Field field, boolean not, List<Range> anyOf) implements Condition {
    @Override
    public boolean fits(JobRecord job, Instant now) {
      OptionalLong has = field.number(job, now);
      return not
          != (has.isPresent() && anyOf.stream().anyMatch(range -> range.has(has.getAsLong())));
    }
  }

  /** A word by itself: how an id begins, or a type. */
  record Word(boolean not, String word) implements Condition {
    @Override
    public boolean fits(JobRecord job, Instant now) {
      return not != (job.job().id().value().startsWith(word) || Glob.fits(word, job.job().type()));
    }
  }

  /** Both ends belong to it. */
  record Range(long min, long max) {
    boolean has(long value) {
      return min <= value && value <= max;
    }
  }
}
