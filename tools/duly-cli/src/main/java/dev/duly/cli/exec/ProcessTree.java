package dev.duly.cli.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A command and everything that it starts, so that all of it can be ended. Where there is {@code
 * setsid} the command leads a process group of its own: what it leaves behind stays in the group,
 * Ctrl-C in a terminal reaches the worker alone, and a {@link Guard} ends it should this process be
 * killed. Elsewhere those are ended that are its children at that moment.
 */
public final class ProcessTree {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final boolean GROUPS = Files.isExecutable(SETSID);
  private static final Guard GUARD = new Guard(SETSID.toString());
  private static final long TERM_SECONDS = 2; // less than a worker waits for an interrupted handler
  private static final long SIGNAL_SECONDS = 2;
  private static final Set<ProcessTree> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessTree::killAll, "duly-exec-end"));
  }

  private final Process process;

  private ProcessTree(Process process) {
    this.process = process;
    RUNNING.add(this);
    if (GROUPS) {
      GUARD.add(process.pid());
    }
  }

  /** This process ends: no command may outlive its worker, nor what it started. */
  public static void killAll() {
    RUNNING.forEach(ProcessTree::kill);
  }

  public static ProcessTree start(ProcessBuilder builder) throws IOException {
    if (GROUPS) {
      List<String> command = new ArrayList<>(builder.command());
      command.add(0, SETSID.toString());
      builder.command(command);
      GUARD.begin();
    }
    return new ProcessTree(builder.start());
  }

  public Process process() {
    return process;
  }

  /** The command has ended by itself; what it left behind is its own affair. */
  public void ended() {
    if (RUNNING.remove(this) && GROUPS) {
      GUARD.remove(process.pid());
    }
  }

  /** Ends all of it: politely, and after 2 s not. Does nothing to one that has ended. */
  public void end() {
    if (process.isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      signal("TERM");
      children.forEach(ProcessHandle::destroy);
      process.destroy();
      awaitEnd();
      signal("KILL");
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    ended();
  }

  private void awaitEnd() {
    try {
      process.waitFor(TERM_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    signal("KILL");
  }

  private void signal(String name) {
    if (!GROUPS) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-s", name, "--", "-" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // Without the program its children are ended one by one.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
