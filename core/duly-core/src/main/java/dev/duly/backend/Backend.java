package dev.duly.backend;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.List;

/** Keeps jobs. Thread-safe. Passed in by the application, never discovered. */
public interface Backend extends AutoCloseable {
  Capabilities capabilities();

  /**
   * Stores the jobs; they are durable when this returns (rule E1). One round trip, one answer per
   * job and in their order.
   *
   * @throws InvalidJobsException if any job breaks a limit of {@link #capabilities()}; then none
   *     was stored (rule E4)
   * @throws BackendException if the engine failed; the same call again makes no second job (rule
   *     E3)
   */
  List<Enqueued> enqueue(List<EncodedJob> jobs);

  /**
   * Opens a worker's seat.
   *
   * @param onChange runs, on any thread, when {@link Session#extend} would now answer {@code STOP}
   *     or {@code LOST}
   */
  Session open(WorkerInfo info, Runnable onChange);

  /**
   * Reads back a claim's token, so that a server between worker and store need not remember the
   * claims that it passed on.
   *
   * @param text as {@link Token#text()} gave it
   * @throws IllegalArgumentException if it is no token of this backend
   */
  Token token(String text);

  Rooms rooms();

  @Override
  void close();
}
