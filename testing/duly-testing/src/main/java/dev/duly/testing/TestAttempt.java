package dev.duly.testing;

import dev.duly.Attempt;
import dev.duly.NewJob;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An attempt for a handler under test, without a queue: the first of five, not asked to stop. What
 * the handler does with it is kept for assertions. Thread-safe.
 *
 * <pre>{@code
 * new Resize(store).handle(new Image("a.png"), TestAttempt.first());
 * }</pre>
 */
public final class TestAttempt implements Attempt {
  private static final Instant TIME = Instant.parse("2030-01-01T00:00:00Z");

  private final Job job;
  private final Duration remaining;
  private final List<NewJob<?, ?>> followUps = new ArrayList<>();
  // Guarded by followUps.
  private boolean stopping;
  private final List<Object> progress = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private Optional<Connection> completedWithin = Optional.empty();

  private TestAttempt(Job job, boolean stopping, Duration remaining) {
    this.job = job;
    this.stopping = stopping;
    this.remaining = remaining;
  }

  /** The first attempt of a job with a budget of five. */
  public static TestAttempt first() {
    JobSpec spec = JobSpec.of("test", "default");
    Job job = Job.builder(new JobId("test"), spec, Payload.none(), TIME).build();
    return new TestAttempt(job, false, spec.timeout());
  }

  /** One with this number, from 1. */
  public TestAttempt number(int number) {
    return with(job.toBuilder().attempts(number - 1).build());
  }

  /** The last that its job has. */
  public TestAttempt last() {
    return number(job.maxAttempts());
  }

  /** Of a job with this id. */
  public TestAttempt id(String id) {
    return with(
        Job.builder(new JobId(id), job.spec(), job.payload(), job.createdAt())
            .attempts(job.attempts())
            .build());
  }

  /** Of a job that carries this header. */
  public TestAttempt header(String name, String value) {
    Labels labels = job.labels();
    Map<String, String> headers = new HashMap<>(labels.headers());
    headers.put(name, value);
    JobSpec spec =
        JobSpec.builder(job.type(), job.queue())
            .labels(
                new Labels(
                    labels.uniqueKey(),
                    labels.groupKey(),
                    labels.tags(),
                    headers,
                    labels.producer()))
            .build();
    return with(job.toBuilder().spec(spec).build());
  }

  /** One that is asked to stop, as by a cancel or a shutdown. */
  public TestAttempt stopping() {
    return new TestAttempt(job, true, Duration.ZERO);
  }

  private TestAttempt with(Job changed) {
    return new TestAttempt(changed, stopping, remaining);
  }

  /** Asks the handler to stop from now on. */
  public void stop() {
    synchronized (followUps) {
      stopping = true;
    }
  }

  /** The jobs that the handler let follow. */
  public List<NewJob<?, ?>> followUps() {
    synchronized (followUps) {
      return List.copyOf(followUps);
    }
  }

  /** What the handler said of how far it was, one after the other. */
  public List<Object> progress() {
    synchronized (followUps) {
      return List.copyOf(progress);
    }
  }

  /** The lines that the handler said. */
  public List<String> log() {
    synchronized (followUps) {
      return List.copyOf(log);
    }
  }

  /** The transaction that the handler completed its job in, if it did. */
  public Optional<Connection> completedWithin() {
    synchronized (followUps) {
      return completedWithin;
    }
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public boolean isStopping() {
    synchronized (followUps) {
      return stopping;
    }
  }

  @Override
  public Duration remaining() {
    return isStopping() ? Duration.ZERO : remaining;
  }

  @Override
  public OptionalLong fence() {
    return OptionalLong.of(number());
  }

  @Override
  public void progress(Object value) {
    synchronized (followUps) {
      progress.add(value);
    }
  }

  @Override
  public void log(String line) {
    synchronized (followUps) {
      log.add(line);
    }
  }

  @Override
  public JobId then(NewJob<?, ?> job) {
    synchronized (followUps) {
      followUps.add(job);
      return job.id().orElse(new JobId("then-" + followUps.size()));
    }
  }

  @Override
  public void completeWithin(Connection tx) {
    synchronized (followUps) {
      completedWithin = Optional.of(tx);
    }
  }

  @Override
  public String toString() {
    return "attempt " + number() + " of " + id();
  }
}
