package dev.duly.cli.command;

import dev.duly.Worker;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the library writes to an application's log, and what a command lets through of it. */
public final class LibraryLog {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final Logger ALL = Logger.getLogger("dev.duly"); // held, or its level goes
  private static final Logger ATTEMPTS = Logger.getLogger(Worker.ATTEMPTS_LOGGER);

  private LibraryLog() {}

  /** A record is a line; before anything is logged. */
  public static void asLines() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%5$s%6$s%n");
    }
  }

  /** Failed attempts are told in the command's own way. */
  public static void withoutAttempts() {
    ATTEMPTS.setLevel(Level.OFF);
  }

  /** What is only for people to know does not disturb: warnings come. */
  public static void withoutNews() {
    ALL.setLevel(Level.WARNING);
  }
}
