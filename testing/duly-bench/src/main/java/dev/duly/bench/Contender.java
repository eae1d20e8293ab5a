package dev.duly.bench;

/**
 * Something that is measured: ours, the bare loop, or a peer, each on a store of its own that is
 * empty at first. Every job is a no-op with a payload of 200 bytes.
 */
public interface Contender extends AutoCloseable {
  /** Stores so many jobs, in bulks, from one thread. */
  void enqueue(int jobs) throws Exception;

  /** Stores so many jobs one at a time, from so many threads at once. */
  void enqueueSingly(int jobs, int threads) throws Exception;

  /** What it needs before it drains or sustains, and is not measured. */
  default void prepareToDrain() throws Exception {}

  /** Runs and completes what has been stored; returns when all is. */
  void drain(int jobs) throws Exception;

  /** Stores so many jobs and runs them at the same time; returns when all are completed. */
  void sustain(int jobs) throws Exception;

  @Override
  void close();
}
