package dev.duly.backend;

import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.EncodedJob;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a backend can keep of the contract, and its limits. An immutable value. */
public final class Capabilities {
  public static final int PAYLOAD_BYTES_MAX_DEFAULT = 256 * 1024;

  /** A backend with this longest delay has none of its own: a job may be due at any instant. */
  public static final Duration DELAY_MAX_DEFAULT = Duration.ofDays(3_650);

  /**
   * The most bytes of payloads in one enqueue: while an engine stores them it does nothing else,
   * and renewing leases must not wait for longer than those last.
   */
  public static final long BULK_BYTES_MAX = 64L << 20;

  private final Fencing fencing;
  private final Lease lease;
  private final Duration delayMax;
  private final Duration delayStep;
  private final int payloadBytesMax;
  private final int resultBytesMax;
  private final int batchMax;
  private final int claimMax;
  private final Set<Feature> features;

  private Capabilities(Builder from) {
    this.fencing = from.fencing;
    this.lease = from.lease;
    this.delayMax = from.delayMax;
    this.delayStep = from.delayStep;
    this.payloadBytesMax = from.payloadBytesMax;
    this.resultBytesMax = from.resultBytesMax.orElse(from.payloadBytesMax);
    this.batchMax = from.batchMax;
    this.claimMax = from.claimMax;
    this.features = Set.copyOf(from.features);
  }

  /** With every default and no feature. */
  public static Builder builder(Fencing fencing, Lease lease) {
    return new Builder(fencing, lease);
  }

  public Fencing fencing() {
    return fencing;
  }

  /** How long a claim lives. */
  public Lease lease() {
    return lease;
  }

  /** The longest delay of a job. */
  public Duration delayMax() {
    return delayMax;
  }

  /** The lateness that the engine itself adds. */
  public Duration delayStep() {
    return delayStep;
  }

  public int payloadBytesMax() {
    return payloadBytesMax;
  }

  /** The longest result that is kept with its job. */
  public int resultBytesMax() {
    return resultBytesMax;
  }

  /** Jobs in one enqueue, entries in one settle. */
  public int batchMax() {
    return batchMax;
  }

  /** Claims in one turn. */
  public int claimMax() {
    return claimMax;
  }

  public Set<Feature> features() {
    return features;
  }

  public boolean offers(Feature feature) {
    return features.contains(feature);
  }

  /** How long a claim can last at most, renewed or not; empty: as long as it is renewed. */
  public Optional<Duration> claimLengthMax() {
    return lease instanceof Lease.Timed timed ? timed.totalMax() : ((Lease.Connected) lease).max();
  }

  /** What is wrong with a timeout here: it is longer than a claim can last; empty: nothing. */
  public Optional<String> problemWithTimeout(Duration timeout) {
    return claimLengthMax()
        .filter(most -> timeout.compareTo(most) > 0)
        .map(
            most ->
                "timeout must be at most "
                    + DurationText.of(most)
                    + ", since no claim lasts longer here, was "
                    + DurationText.shown(timeout));
  }

  /**
   * Rule E4: refuses the whole bulk, naming every problem of every job.
   *
   * @throws InvalidJobsException if there is any
   */
  public void requireAcceptable(List<EncodedJob> jobs) {
    new JobLimits(this).requireAcceptable(jobs);
  }

  /** Everything that is wrong with one job that is enqueued now; empty if nothing is. */
  public List<String> problemsOf(EncodedJob job, Instant now) {
    return new JobLimits(this).problemsOf(job, now);
  }

  /**
   * Refuses a time that is too far.
   *
   * @throws InvalidJobsException if it is
   */
  public void requireAcceptable(Due due) {
    new JobLimits(this).requireAcceptable(due);
  }

  /**
   * Refuses a payload over the limit.
   *
   * @throws InvalidJobsException if it is
   */
  public void requireAcceptable(Payload payload) {
    new JobLimits(this).requireAcceptable(payload);
  }

  /** Makes capabilities. Not thread-safe. */
  public static final class Builder {
    private final Fencing fencing;
    private final Lease lease;
    private Duration delayMax = DELAY_MAX_DEFAULT;
    private Duration delayStep = Duration.ofMillis(1);
    private int payloadBytesMax = PAYLOAD_BYTES_MAX_DEFAULT;
    private OptionalInt resultBytesMax = OptionalInt.empty();
    private int batchMax = 10_000;
    private int claimMax = 1_000;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);

    private Builder(Fencing fencing, Lease lease) {
      this.fencing = Objects.requireNonNull(fencing, "fencing");
      this.lease = Objects.requireNonNull(lease, "lease");
    }

    /** The longest delay of a job; 3,650 days by default. */
    public Builder delayMax(Duration delayMax) {
      this.delayMax = Objects.requireNonNull(delayMax, "delayMax");
      return this;
    }

    /** The lateness that the engine itself adds; 1 ms by default. */
    public Builder delayStep(Duration delayStep) {
      this.delayStep = Objects.requireNonNull(delayStep, "delayStep");
      return this;
    }

    /** 256 KiB by default. */
    public Builder payloadBytesMax(int payloadBytesMax) {
      this.payloadBytesMax = payloadBytesMax;
      return this;
    }

    /** As many as a payload's by default. */
    public Builder resultBytesMax(int resultBytesMax) {
      this.resultBytesMax = OptionalInt.of(resultBytesMax);
      return this;
    }

    /** Jobs in one enqueue, entries in one settle; 10,000 by default. */
    public Builder batchMax(int batchMax) {
      this.batchMax = batchMax;
      return this;
    }

    /** Claims in one turn; 1,000 by default. */
    public Builder claimMax(int claimMax) {
      this.claimMax = claimMax;
      return this;
    }

    /** What it offers besides. */
    public Builder offers(Feature... offered) {
      features.addAll(List.of(offered));
      return this;
    }

    public Capabilities build() {
      return new Capabilities(this);
    }
  }
}
