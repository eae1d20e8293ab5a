package dev.duly.backend.support;

import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: the first waiting caller stores the jobs of all waiting callers in one call, so
 * that they share the cost of a commit. No caller waits for a timer. Thread-safe.
 */
public final class GroupCommit {
  // A second one is always there for a bulk, which is worth a core of the server.
  private static final int LEADERS_OF_BULKS = 2;
  private static final int BULK = 100;
  private static final int JOBS_MAX = 10_000;
  // A caller that has waited for so long stands in for its leader, which waits for a lock.
  private static final long PATIENCE_MILLIS = 100;
  private static final int STAND_INS_MAX = 7;
  private static final long FOREVER_MILLIS = 1_000L * 60 * 60 * 24 * 365;

  private final Function<List<EncodedJob>, List<Enqueued>> store;
  private final int leadersMax;
  // Guarded by this.
  private final ArrayDeque<Call> waiting = new ArrayDeque<>();
  private int leaders;

  /**
   * Gathers.
   *
   * @param store stores jobs, all or none, and answers for each
   * @param leadersMax how many callers may store at once: 1 where what is shared is dear, as a
   *     commit is; more where most of the time goes by on the way to a server
   */
  public GroupCommit(Function<List<EncodedJob>, List<Enqueued>> store, int leadersMax) {
    this.store = store;
    this.leadersMax = leadersMax;
  }

  /** A caller that waits: for its answer, or to be the one that stores. */
  private static final class Call {
    private final List<EncodedJob> jobs;
    private final long bytes; // of payloads
    // Guarded by this.
    private boolean leads;
    private boolean ended;
    private @Nullable List<Enqueued> answers;
    private @Nullable RuntimeException failure;

    private Call(List<EncodedJob> jobs) {
      this.jobs = jobs;
      this.bytes = jobs.stream().mapToLong(job -> job.payload().size()).sum();
    }

    /** False if it is told for the second time. */
    private synchronized boolean lead() {
      boolean isNew = !leads;
      leads = true;
      notifyAll();
      return isNew;
    }

    private synchronized void end(
        @Nullable List<Enqueued> answers, @Nullable RuntimeException failure) {
      this.answers = answers;
      this.failure = failure;
      ended = true;
      notifyAll();
    }

    private synchronized boolean isEnded() {
      return ended;
    }

    /** True if it is to lead, though another leader may have stored its jobs by now. */
    private synchronized boolean isLeader() {
      return leads;
    }

    /** For so long, or until it is to lead or has ended: then true. */
    private synchronized boolean awaitLeadOrEnd(long millis) {
      return await(() -> ended || leads, millis);
    }

    /** Through interruptions: the jobs may have been stored, and the answer matters. */
    private synchronized boolean await(BooleanSupplier until, long millis) {
      boolean interrupted = false;
      long deadline = System.nanoTime() + millis * 1_000_000;
      long left = millis;
      while (!until.getAsBoolean() && left > 0) {
        try {
          wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return until.getAsBoolean();
    }

    @SuppressWarnings("NullAway") // ended without a failure
    private synchronized List<Enqueued> result() {
      await(() -> ended, FOREVER_MILLIS);
      if (failure != null) {
        throw failure;
      }
      return answers;
    }
  }

  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    Call call = new Call(jobs);
    synchronized (this) {
      waiting.add(call);
      letLead(call);
    }
    while (!call.awaitLeadOrEnd(PATIENCE_MILLIS)) {
      standIn(call);
    }
    if (call.isLeader()) {
      lead(call);
    }
    return call.result();
  }

  /** Its leader waits for something that need not be of any concern to it. */
  private synchronized void standIn(Call call) {
    if (waiting.contains(call) && leaders < leadersMax + STAND_INS_MAX && call.lead()) {
      leaders++;
    }
  }

  /** Until its own jobs are stored, or another leader has them; what it takes it stores. */
  private void lead(Call own) {
    try {
      while (!own.isEnded()) {
        List<Call> batch = batch();
        if (batch.isEmpty()) {
          return;
        }
        store(batch);
      }
    } finally {
      handOver();
    }
  }

  private synchronized List<Call> batch() {
    List<Call> batch = new ArrayList<>();
    int jobs = 0;
    long bytes = 0;
    while (!waiting.isEmpty()) {
      Call next = waiting.element();
      jobs += next.jobs.size();
      bytes += next.bytes;
      boolean isTooMuch = jobs > JOBS_MAX || bytes > Capabilities.BULK_BYTES_MAX;
      if (isTooMuch && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
    }
    return batch;
  }

  private synchronized void handOver() {
    leaders--;
    Call next = waiting.peek();
    if (next != null) {
      letLead(next);
    }
  }

  /** If there is need of one more; holds the lock. */
  private void letLead(Call call) {
    boolean isBulk = call.jobs.size() >= BULK;
    boolean isNeeded = leaders < leadersMax || (leaders < LEADERS_OF_BULKS && isBulk);
    if (isNeeded && call.lead()) {
      leaders++;
    }
  }

  private void store(List<Call> batch) {
    List<EncodedJob> jobs = new ArrayList<>();
    batch.forEach(call -> jobs.addAll(call.jobs));
    try {
      List<Enqueued> answers = store.apply(jobs);
      int from = 0;
      for (Call call : batch) {
        int to = from + call.jobs.size();
        call.end(List.copyOf(answers.subList(from, to)), null);
        from = to;
      }
    } catch (RuntimeException e) {
      boolean isOfTheEngine =
          e instanceof BackendException failure
              && failure.kind() != BackendException.Kind.PERMANENT;
      if (isOfTheEngine) {
        batch.forEach(call -> call.end(null, e));
      } else if (batch.size() == 1) {
        batch.get(0).end(null, e);
      } else { // one caller's jobs are at fault: the others must not notice
        batch.forEach(call -> store(List.of(call)));
      }
    } catch (Error e) { // whatever fails here, no caller waits for ever
      batch.forEach(call -> call.end(null, new BackendException("enqueue failed: " + e, e)));
    }
  }
}
