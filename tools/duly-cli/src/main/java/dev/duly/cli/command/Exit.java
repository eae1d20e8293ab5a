package dev.duly.cli.command;

/** What the command's exit code tells a script. */
public final class Exit {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int NOT_OFFERED = 4;
  public static final int UNREACHABLE = 5;
  public static final int CONFLICT = 6;
  public static final int PARTIAL = 7;
  public static final int UNHEALTHY = 8;
  public static final int UNFIT = 70;
  public static final int TIMEOUT = 124;
  public static final int INTERRUPTED = 130;

  private Exit() {}

  /** What kind of trouble it was, in a word for programs. */
  public static String name(int exit) {
    return switch (exit) {
      case USAGE -> "usage";
      case NOT_FOUND -> "not_found";
      case NOT_OFFERED -> "not_offered";
      case UNREACHABLE -> "unreachable";
      case CONFLICT -> "conflict";
      case PARTIAL -> "partial";
      case UNFIT -> "unfit";
      case TIMEOUT -> "timeout";
      default -> "failed";
    };
  }
}
