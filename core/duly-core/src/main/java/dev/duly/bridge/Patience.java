package dev.duly.bridge;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Pause;
import java.util.concurrent.ThreadLocalRandom;

/** How a bridge waits for an engine that is away: longer each time, up to five seconds. */
final class Patience {
  private static final System.Logger LOG = System.getLogger(Patience.class.getName());
  private static final long FIRST_MILLIS = 50;
  private static final long MAX_MILLIS = 5_000;

  private final Pause pause;
  private final String who;
  private int failures;

  Patience(Pause pause, String who) {
    this.pause = pause;
    this.who = who;
  }

  /** All is well. */
  void begin() {
    if (failures > 0) {
      LOG.log(System.Logger.Level.INFO, "{0} goes on", who);
    }
    failures = 0;
  }

  /** Waits; false if the bridge is to end. */
  boolean waitAfter(BackendException failure) {
    if (failures == 0) {
      LOG.log(System.Logger.Level.WARNING, who + " waits: " + failure.getMessage());
    }
    long most = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures++, 10));
    return pause.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
