package dev.duly.lab.history;

import java.util.Optional;

/**
 * One line of a history: {@code nanos process what id detail}, separated by blanks.
 *
 * @param nanos the machine's monotonic clock, the same for all its processes
 * @param process who wrote it; for {@code kill} and {@code freeze} the one it was done to
 * @param id the job; {@code -} for {@code kill} and {@code freeze}
 * @param detail of {@code final}: {@code state/attempts/reason}; else {@code -}
 */
public record Event(long nanos, String process, What what, String id, String detail) {
  /** What can happen. */
  public enum What {
    /** A producer is about to enqueue the job. */
    INTEND,
    /** It is about to be enqueued again, where its id is not known: it may be there twice. */
    RESEND,
    /** The enqueue has returned. */
    ACK,
    /** A handler starts. */
    START,
    /** A handler is about to return. */
    DONE,
    /** A handler is about to throw. */
    FAIL,
    /** A process has been killed: its death was waited for, and all it wrote is older. */
    KILL,
    /** A process has been stopped and does nothing until it is let go on. */
    FREEZE,
    /** It goes on. */
    THAW,
    /** How the job stands when everything is over. */
    FINAL
  }

  /** The line without its end. */
  public String line() {
    return nanos + " " + process + " " + what + " " + id + " " + detail;
  }

  /** Empty if the line is not whole: its writer was killed over it. */
  public static Optional<Event> parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 5 || words[4].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(Long.parseLong(words[0]), words[1], What.valueOf(words[2]), words[3], words[4]));
  }
}
