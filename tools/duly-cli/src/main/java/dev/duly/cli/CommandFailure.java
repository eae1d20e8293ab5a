package dev.duly.cli;

/** Something that a person has to know: what happened, why, what to do; and the exit code. */
final class CommandFailure extends RuntimeException {
  private final int exit;

  CommandFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  static CommandFailure usage(String message) {
    return new CommandFailure(Exit.USAGE, message);
  }

  static CommandFailure notFound(String message) {
    return new CommandFailure(Exit.NOT_FOUND, message);
  }

  int exit() {
    return exit;
  }
}
