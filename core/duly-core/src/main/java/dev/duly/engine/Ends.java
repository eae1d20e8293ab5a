package dev.duly.engine;

import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.EndedJob;
import dev.duly.backend.room.Results;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of jobs, for all of a process that ask: one thread, which is there while there
 * is something to wait for and a second longer, with one call for all of them. Thread-safe.
 */
public final class Ends implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ends.class.getName());
  private static final Duration CALL_MAX = Duration.ofSeconds(10);
  private static final long LINGER_MILLIS = 1_000;
  private static final long AGAIN_MILLIS = 500;

  private final Results results;
  // A job's waiters are changed inside of compute alone.
  private final Map<JobRef, List<CompletableFuture<EndedJob>>> wanted = new ConcurrentHashMap<>();
  // Guarded by this.
  private @Nullable Thread thread;
  private @Nullable EndWatch watch;
  private boolean closed;

  /** Waits at nothing yet. */
  public Ends(Results results) {
    this.results = results;
  }

  /**
   * The end of a job. Cancel what this returns, or complete it in another way, to wait no longer.
   *
   * @throws IllegalStateException if this is closed
   */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after forgetting it
  public CompletableFuture<EndedJob> of(JobRef job) {
    CompletableFuture<EndedJob> end = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this Duly is closed: it waits for no job any more");
      }
      wanted.merge(job, List.of(end), Ends::both);
      begin();
    }
    end.whenComplete((ended, failure) -> forget(job, end));
    return end;
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private void forget(JobRef job, CompletableFuture<EndedJob> end) {
    wanted.computeIfPresent(
        job,
        (ref, waiting) -> {
          List<CompletableFuture<EndedJob>> others =
              waiting.stream().filter(other -> other != end).toList();
          return others.isEmpty() ? null : others;
        });
  }

  private synchronized void begin() {
    if (thread == null) {
      EndWatch mine = results.watch();
      watch = mine;
      thread = new Thread(() -> run(mine), "duly-ends");
      thread.setDaemon(true);
      thread.start();
    } else if (watch != null) {
      watch.wake();
    }
    notifyAll();
  }

  /** Hears of the jobs that end in this process, and tells others of everything. */
  public Events heard(Events others) {
    return new Heard(this, others);
  }

  private record Heard(Ends ends, Events others) implements Events {
    @Override
    public void claimed(Job job) {
      others.claimed(job);
    }

    @Override
    public void settled(Job job, Settlement settlement, Optional<Throwable> cause) {
      if (!ends.wanted.isEmpty() && settlement.isEnd() && ends.wanted.containsKey(job.ref())) {
        ends.tell(end(job, settlement));
        ends.wake(); // which looks for the others
      }
      others.settled(job, settlement, cause);
    }

    @Override
    public void lost(Job job) {
      others.lost(job);
    }

    @Override
    public void unfit(String why) {
      others.unfit(why);
    }
  }

  /** As the store would tell it: it has just taken the settlement. */
  private static EndedJob end(Job job, Settlement settlement) {
    JobState state = JobState.CANCELLED;
    Optional<Payload> result = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    Optional<String> reason = Optional.empty();
    if (settlement instanceof Complete complete) {
      state = JobState.COMPLETED;
      result = complete.result();
    } else if (settlement instanceof DeadLetter dead) {
      state = JobState.DEAD;
      failure = Optional.of(dead.failure());
      reason = Optional.of(dead.reason().text());
    } else if (settlement instanceof Cancel cancel) {
      reason = Optional.of(cancel.reason());
    }
    return new EndedJob(
        job.ref(), Optional.of(job.type()), Optional.of(state), result, failure, reason);
  }

  private void tell(EndedJob end) {
    wanted.getOrDefault(end.job(), List.of()).forEach(waiting -> waiting.complete(end));
  }

  /** This job has just ended in this process: those that wait for it are to look. */
  public void ended(JobRef job) {
    if (wanted.containsKey(job)) {
      wake();
    }
  }

  private synchronized void wake() {
    if (watch != null) {
      watch.wake();
    }
  }

  private void run(EndWatch mine) {
    try (mine) {
      while (goesOn()) {
        look(mine);
      }
    } finally {
      gone();
    }
  }

  private void look(EndWatch mine) {
    try {
      mine.ended(List.copyOf(wanted.keySet()), CALL_MAX).forEach(this::tell);
    } catch (RuntimeException e) {
      if (isClosed()) {
        return;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "looking for the ends of {0} jobs failed and is tried again: {1}",
          wanted.size(),
          e.getMessage());
      pause(AGAIN_MILLIS, () -> false);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Waits for a while if there is nothing to wait for; false: the thread ends. */
  private synchronized boolean goesOn() {
    pause(LINGER_MILLIS, () -> !wanted.isEmpty());
    if (wanted.isEmpty() || closed) {
      thread = null; // the next handle begins another
      watch = null;
      return false;
    }
    return true;
  }

  /** Until the time is over, that is so, or this is closed. */
  private synchronized void pause(long millis, BooleanSupplier until) {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis;
        left > 0 && !closed && !until.getAsBoolean();
        left = (end - System.nanoTime()) / 1_000_000) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // of no meaning here
      }
    }
  }

  /** Also after an error. */
  private synchronized void gone() {
    if (thread == Thread.currentThread()) {
      thread = null;
      watch = null;
    }
  }

  /** Those that wait get an exception. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    wake();
    IllegalStateException why =
        new IllegalStateException("this Duly was closed before the job was over");
    wanted.values().forEach(all -> all.forEach(end -> end.completeExceptionally(why)));
  }
}
