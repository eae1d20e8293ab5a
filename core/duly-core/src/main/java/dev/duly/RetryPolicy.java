package dev.duly;

import dev.duly.job.JobSpec;
import dev.duly.lifecycle.Backoff;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.Jitter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a failed job runs again: the default is 10 s, 30 s, 2 min and 10 min later, each ±20 %, five
 * attempts in all. An immutable value; it decides and never acts. Its delays have a text form that
 * is stamped on each job; giving up by error stays with the worker's type.
 */
public final class RetryPolicy {
  /** After 10 s, 30 s, 2 min and 10 min, each ±20 %; five attempts. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Backoff.parse(JobSpec.RETRY_DEFAULT), JobSpec.MAX_ATTEMPTS_DEFAULT, ErrorPolicy.NONE);

  private static final Jitter JITTER = Jitter.plusMinus(20);

  private final Backoff backoff;
  private final int attempts;
  private final ErrorPolicy errors;
  private final String text; // stamped on every job, so made once

  private RetryPolicy(Backoff backoff, int attempts, ErrorPolicy errors) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
    }
    this.backoff = backoff;
    this.attempts = attempts;
    this.errors = errors;
    this.text = backoff.text();
  }

  /**
   * These delays, each ±20 %; one more attempt than there are delays.
   *
   * @throws IllegalArgumentException if they are not 1 to 100 delays, none negative
   */
  public static RetryPolicy delays(Duration... delays) {
    return new RetryPolicy(
        Backoff.schedule(Arrays.asList(delays), JITTER), delays.length + 1, ErrorPolicy.NONE);
  }

  /** The same delay each time, ±20 %; five attempts. */
  public static RetryPolicy fixed(Duration delay) {
    return delays(delay).attempts(JobSpec.MAX_ATTEMPTS_DEFAULT);
  }

  /**
   * Each delay is {@code factor} times the previous one, capped at {@code max}, and spread by ±20
   * %; five attempts.
   *
   * @throws IllegalArgumentException if the factor or a delay is out of its range
   */
  public static RetryPolicy exponential(Duration first, double factor, Duration max) {
    return new RetryPolicy(
        new Backoff(List.of(first), factor, max, JITTER),
        JobSpec.MAX_ATTEMPTS_DEFAULT,
        ErrorPolicy.NONE);
  }

  /** One attempt. */
  public static RetryPolicy never() {
    return DEFAULT.attempts(1);
  }

  /**
   * Reads the delays as {@link #text()} writes them. How many attempts there are, and which errors
   * make a job a dead letter at once, is no part of the text: one more attempt than a schedule has
   * delays, five for growing ones. For one attempt see {@link #never()}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static RetryPolicy parse(String text) {
    Backoff backoff = Backoff.parse(text);
    int attempts =
        backoff.factor() == 1 ? backoff.delays().size() + 1 : JobSpec.MAX_ATTEMPTS_DEFAULT;
    return new RetryPolicy(backoff, attempts, ErrorPolicy.NONE);
  }

  /**
   * A copy with so many attempts, from the first on, before a job becomes a dead letter.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RetryPolicy attempts(int attempts) {
    return new RetryPolicy(backoff, attempts, errors);
  }

  /**
   * A copy that spreads each delay by so many percent either way, 0 to 100; 20 by default.
   *
   * @throws IllegalArgumentException if it is out of that range
   */
  public RetryPolicy jitter(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("jitter must be 0 to 100 percent, was " + percent);
    }
    return new RetryPolicy(backoff.with(Jitter.plusMinus(percent)), attempts, errors);
  }

  /** A copy that draws each delay from nothing to the whole of it ("full jitter"). */
  public RetryPolicy fullJitter() {
    return new RetryPolicy(backoff.with(Jitter.FULL), attempts, errors);
  }

  /** These errors, and their subclasses, make a job a dead letter at once. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final RetryPolicy giveUpOn(Class<? extends Throwable>... errors) {
    return with(new ErrorPolicy.OnErrors(List.of(errors)));
  }

  /**
   * Errors for which this is true make a job a dead letter at once. If the predicate itself throws,
   * the job is retried.
   */
  public RetryPolicy giveUpIf(Predicate<Throwable> hopeless) {
    return with(new ErrorPolicy.If(hopeless));
  }

  /**
   * After this error, and its subclasses, these delays in place of the others, each spread as the
   * others are; the last one again and again. The first that fits counts.
   *
   * @throws IllegalArgumentException if they are not 1 to 100 delays, none negative
   */
  public RetryPolicy delaysOn(Class<? extends Throwable> error, Duration... delays) {
    return with(
        new ErrorPolicy.Delayed(error, Backoff.schedule(Arrays.asList(delays), backoff.jitter())));
  }

  private RetryPolicy with(ErrorPolicy also) {
    return new RetryPolicy(backoff, attempts, errors.or(also));
  }

  /** The budget: how many attempts a job has. */
  public int attempts() {
    return attempts;
  }

  /** Which errors make a job a dead letter at once, and which have delays of their own. */
  public ErrorPolicy errors() {
    return errors;
  }

  /** As stamped on a job: {@code 10s 30s 2m 10m ±20%}. */
  public String text() {
    return text;
  }

  /**
   * How long to wait after so many failures.
   *
   * @param failures so far, from 1
   * @param random 0 inclusive to 1 exclusive; the same gives the same
   */
  public Duration delayAfter(int failures, double random) {
    return backoff.after(failures, random);
  }

  /** Equal if delays, attempts and what it gives up on are; two predicates are if they are one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetryPolicy that
        && backoff.equals(that.backoff)
        && attempts == that.attempts
        && errors.equals(that.errors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(backoff, attempts, errors);
  }

  @Override
  public String toString() {
    return text() + ", " + attempts + " attempts";
  }
}
