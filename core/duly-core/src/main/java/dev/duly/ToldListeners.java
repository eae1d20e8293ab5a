package dev.duly;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.engine.Events;
import dev.duly.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells listeners what happens in a worker. Thread-safe. */
final class ToldListeners implements Events {
  private static final System.Logger LOG = System.getLogger(JobListener.class.getName());

  private final List<JobListener> listeners;
  private final String worker;

  private ToldListeners(List<JobListener> listeners, String worker) {
    this.listeners = listeners;
    this.worker = worker;
  }

  /** Nothing is made of what no one hears. */
  static Events of(List<JobListener> listeners, String worker) {
    return listeners.isEmpty() ? Events.NONE : new ToldListeners(listeners, worker);
  }

  private void tell(Consumer<JobListener> what) {
    for (JobListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (Throwable e) { // an assertion, or a checked exception of another language
        LOG.log(System.Logger.Level.WARNING, "a job listener threw; the job is not affected", e);
      }
    }
  }

  @Override
  public void claimed(Job job) {
    tell(listener -> listener.claimed(job, worker));
  }

  @Override
  public void settled(Job job, Settlement settlement, Optional<Throwable> cause) {
    ClaimEnd end =
        new ClaimEnd(
            job,
            worker,
            kind(settlement),
            settlement.run().map(Run::waited).orElse(Duration.ZERO),
            settlement.run().map(Run::ran),
            delay(settlement),
            cause);
    tell(listener -> listener.settled(end));
  }

  private static ClaimEnd.Kind kind(Settlement settlement) {
    if (settlement instanceof Settlement.Complete) {
      return ClaimEnd.Kind.COMPLETED;
    } else if (settlement instanceof Settlement.Retry) {
      return ClaimEnd.Kind.RETRIED;
    } else if (settlement instanceof Settlement.Release) {
      return ClaimEnd.Kind.RELEASED;
    }
    return settlement instanceof Settlement.Cancel ? ClaimEnd.Kind.CANCELLED : ClaimEnd.Kind.DEAD;
  }

  private static Optional<Duration> delay(Settlement settlement) {
    if (settlement instanceof Settlement.Retry retry) {
      return Optional.of(retry.delay());
    }
    return settlement instanceof Settlement.Release release
        ? Optional.of(release.delay())
        : Optional.empty();
  }

  @Override
  public void lost(Job job) {
    tell(listener -> listener.lost(job, worker));
  }

  @Override
  public void unfit(String why) {
    tell(listener -> listener.unfit(worker, why));
  }
}
