package dev.duly.cli.command;

/** Something that a person has to know: what happened, why, what to do; and the exit code. */
public final class CommandFailure extends RuntimeException {
  private final int exit;

  public CommandFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  public static CommandFailure usage(String message) {
    return new CommandFailure(Exit.USAGE, message);
  }

  public static CommandFailure notFound(String message) {
    return new CommandFailure(Exit.NOT_FOUND, message);
  }

  public int exit() {
    return exit;
  }
}
