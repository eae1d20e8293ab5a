package dev.duly.engine;

/**
 * Whether a worker's process is fit to go on (rule R4). Once it is not, it claims no more; what
 * runs may finish. Thread-safe.
 */
final class Fitness {
  private static final System.Logger LOG = System.getLogger(Fitness.class.getName());

  private final String worker;
  private final Runnable wake;
  private final Events events;
  private volatile boolean lost;

  /**
   * Fit.
   *
   * @param wake wakes the turn loop, so that it looks
   */
  Fitness(String worker, Runnable wake, Events events) {
    this.worker = worker;
    this.wake = wake;
    this.events = events;
  }

  boolean isLost() {
    return lost;
  }

  /** It is not fit any more, for this reason. */
  void lose(String why) {
    lost = true;
    LOG.log(
        System.Logger.Level.ERROR,
        "worker {0}: {1}; it claims no more jobs. Let the running ones finish, then restart the process.",
        worker,
        why);
    events.unfit(why);
    wake.run();
  }
}
