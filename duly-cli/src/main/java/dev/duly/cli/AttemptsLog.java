package dev.duly.cli;

import dev.duly.Worker;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What workers write to an application's log: not wanted where a command tells it in its way. */
final class AttemptsLog {
  private static final Logger LOGGER = Logger.getLogger(Worker.ATTEMPTS_LOGGER); // held, or it goes

  private AttemptsLog() {}

  static void quiet() {
    LOGGER.setLevel(Level.OFF);
  }
}
