package dev.duly.cli;

/** Something that a person has to know: what happened, why, what to do; and the exit code. */
final class Trouble extends RuntimeException {
  private final int exit;

  Trouble(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  static Trouble usage(String message) {
    return new Trouble(Exit.USAGE, message);
  }

  static Trouble notFound(String message) {
    return new Trouble(Exit.NOT_FOUND, message);
  }

  int exit() {
    return exit;
  }
}
