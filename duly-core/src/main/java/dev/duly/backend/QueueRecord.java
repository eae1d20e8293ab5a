package dev.duly.backend;

/** A queue and how many of its jobs are in each state. */
public record QueueRecord(
    String queue,
    boolean paused,
    long waiting,
    long running,
    long completed,
    long cancelled,
    long dead) {

  /** Nothing waits, not even for later, and nothing runs. */
  public boolean isDrained() {
    return waiting == 0 && running == 0;
  }
}
