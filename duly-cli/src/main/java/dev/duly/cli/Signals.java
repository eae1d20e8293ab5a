package dev.duly.cli;

/** Ctrl-C and TERM. */
final class Signals {
  private Signals() {}

  /** Runs this when the process is told to end, and lets it end only afterwards. */
  static void onStop(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "duly-stop"));
  }
}
