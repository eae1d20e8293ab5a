package dev.duly.cli.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process groups of commands when this process is gone without having done so, as after
 * {@code kill -9}: another worker gets the jobs, and two of one job must not run side by side. It
 * is a shell that hears on its standard input which groups there are; when that ends, it kills
 * them. Thread-safe.
 */
final class Guard {
  private static final String SCRIPT =
      """
      groups=' '
      while read -r sign group; do
        case $sign in
          +) groups="$groups$group " ;;
          -) case $groups in *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;; esac ;;
        esac
      done
      for group in $groups; do kill -s KILL -- "-$group"; done
      """;

  private final String setsid;
  // Guarded by this.
  private @Nullable OutputStream toGuard;

  /**
   * Not begun yet.
   *
   * @param setsid the program that keeps Ctrl-C in a terminal from it
   */
  Guard(String setsid) {
    this.setsid = setsid;
  }

  /** Before the first command starts: from its start to being known, as little as possible. */
  void begin() {
    tell("");
  }

  /** This group is to be ended when this process is gone. */
  void add(long group) {
    tell("+ " + group);
  }

  /** This one has ended. */
  void remove(long group) {
    tell("- " + group);
  }

  private synchronized void tell(String line) {
    try {
      OutputStream out = toGuard == null ? start() : toGuard;
      toGuard = out;
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      toGuard = null; // it was ended, or there is no shell: the next group gets another
    }
  }

  private OutputStream start() throws IOException {
    return new ProcessBuilder(List.of(setsid, "sh", "-c", SCRIPT))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .getOutputStream();
  }
}
