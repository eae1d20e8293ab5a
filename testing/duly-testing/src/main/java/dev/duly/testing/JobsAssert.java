package dev.duly.testing;

import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Jobs of one type that an assertion has found; each step keeps those that fit, and fails if none
 * is left.
 */
public final class JobsAssert<P> {
  private final TestQueue queue;
  private final String what;
  private final Type payload;
  private final List<JobRecord> jobs;

  JobsAssert(TestQueue queue, String what, Type payload, List<JobRecord> jobs) {
    this.queue = queue;
    this.what = what;
    this.payload = payload;
    this.jobs = jobs;
    if (jobs.isEmpty()) {
      throw new AssertionError("expected " + what + ", but found" + lines(queue, queue.jobs()));
    }
    jobs.forEach(job -> queue.asserted().add(job.job().id()));
  }

  /** Whose payload is like this. */
  public JobsAssert<P> with(Predicate<P> fits) {
    return keep("whose payload fits", job -> fits.test(payload(job)));
  }

  /** Whose payload equals this one. */
  public JobsAssert<P> with(P expected) {
    return keep("with " + expected, job -> payload(job).equals(expected));
  }

  @SuppressWarnings("unchecked") // a codec reads what it is told to
  private P payload(JobRecord job) {
    return (P) queue.payload(job, payload);
  }

  /** On this queue. */
  public JobsAssert<P> on(String name) {
    return keep("on queue " + name, job -> job.job().queue().equals(name));
  }

  /** Due after exactly so long, from now. */
  public JobsAssert<P> in(Duration delay) {
    Instant due = queue.now().plus(delay);
    return keep("due in " + delay, job -> job.job().scheduledAt().equals(due));
  }

  /** Which ended in this attempt, from 1. */
  public JobsAssert<P> onAttempt(int number) {
    return keep("on attempt " + number, job -> endedOn(job) == number);
  }

  /** Completing uses up no attempt: only failures are counted. */
  private static int endedOn(JobRecord job) {
    return switch (job.state()) {
      case COMPLETED -> job.job().attempt();
      case DEAD -> job.job().attempts();
      case WAITING, RUNNING, CANCELLED, OTHER -> 0;
    };
  }

  /** Exactly one of them. */
  public JobsAssert<P> once() {
    return times(1);
  }

  /** Exactly so many of them. */
  public JobsAssert<P> times(int expected) {
    if (jobs.size() != expected) {
      throw new AssertionError(
          "expected " + what + " " + expected + " times, but found" + lines(queue, jobs));
    }
    return this;
  }

  private JobsAssert<P> keep(String which, Predicate<JobRecord> fits) {
    List<JobRecord> kept = jobs.stream().filter(fits).toList();
    if (kept.isEmpty()) {
      throw new AssertionError(
          "expected " + what + " " + which + ", but found" + lines(queue, jobs));
    }
    return new JobsAssert<>(queue, what + " " + which, payload, kept);
  }

  /** For a message: a line for each job. */
  static String lines(TestQueue queue, List<JobRecord> jobs) {
    return jobs.isEmpty()
        ? " no job at all"
        : jobs.stream().map(job -> "\n  " + line(queue, job)).collect(Collectors.joining());
  }

  private static String line(TestQueue queue, JobRecord job) {
    String due =
        job.state() == JobState.WAITING
            ? ", due in " + Duration.between(queue.now(), job.job().scheduledAt())
            : "";
    return job.job().type()
        + " "
        + job.job().id()
        + " on "
        + job.job().queue()
        + ": "
        + job.state().text()
        + ", "
        + job.job().attempts()
        + " failed attempts"
        + due
        + ", "
        + job.job().payload().text();
  }
}
