package dev.duly.cli;

/** What the command's exit code tells a script. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int UNREACHABLE = 5;
  static final int CONFLICT = 6;
  static final int PARTIAL = 7;
  static final int UNHEALTHY = 8;
  static final int UNFIT = 70;
  static final int INTERRUPTED = 130;

  private Exit() {}

  /** What kind of trouble it was, in a word for programs. */
  static String name(int exit) {
    return switch (exit) {
      case USAGE -> "usage";
      case NOT_FOUND -> "not_found";
      case UNREACHABLE -> "unreachable";
      case CONFLICT -> "conflict";
      case PARTIAL -> "partial";
      case UNFIT -> "unfit";
      default -> "failed";
    };
  }
}
