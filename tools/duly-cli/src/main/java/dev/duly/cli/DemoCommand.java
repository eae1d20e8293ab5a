package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.LibraryLog;
import dev.duly.cli.command.Offered;
import dev.duly.cli.command.Stores;
import dev.duly.cli.demo.Crash;
import dev.duly.cli.demo.Demo;
import dev.duly.cli.demo.Scorecard;
import dev.duly.job.DurationText;
import dev.duly.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Simulates a shop: producers, workers, retries and dead letters, in ./duly-demo.db and ./duly-demo.",
    footer = {
      "",
      "Examples:",
      "  duly demo",
      "  duly demo --reset",
      "  duly demo --headless --for 30s -o json",
      "  duly demo --crash"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String FILE = "duly-demo.db";
  private static final String FOLDER = "duly-demo";
  private static final String CRASH_FILE = "duly-crash.db";
  private static final String CRASH_FOLDER = "duly-crash";
  private static final Duration CRASH_LENGTH = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofDays(365);

  @ParentCommand Main main;

  @Option(names = "--reset", description = "delete the jobs and files of earlier runs")
  boolean reset;

  @Option(names = "--headless", description = "no live view; only the counts at the end")
  boolean headless;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "stop after 30s, 5m (default: at Ctrl-C)")
  @Nullable String length;

  @Option(
      names = "--crash",
      description =
          "workers in processes of their own, killed with kill -9 again and again for 30s; then a scorecard, in ./duly-crash.db")
  boolean crash;

  @Option(names = Crash.WORKERS, hidden = true)
  @Nullable String workers;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LibraryLog.withoutAttempts(); // failures are part of the show
    LibraryLog.withoutNews();
    boolean ownFile = main.globals.isDefault();
    if (workers != null) {
      Crash.work(Stores.open(main.globals.url(), true), workers);
      return Exit.OK;
    } else if (crash && reset) {
      throw CommandFailure.usage(
          "--reset is not for --crash: each of its runs judges its own jobs alone");
    } else if (crash) {
      return crash(ownFile ? "sqlite:" + CRASH_FILE : main.globals.url());
    }
    Duration time = length == null ? LONG : time(length);
    String url = ownFile ? "sqlite:" + FILE : main.globals.url();
    Demo demo = new Demo(Path.of(FOLDER), url);
    if (reset) {
      reset(demo, ownFile);
    }
    System.err.println(
        "demo shop: 2 producers, 4 worker groups, a nightly report each minute, one broken mail server (on purpose)");
    demo.prepare();
    Backend backend = Stores.open(url, true);
    boolean terminal = Boolean.getBoolean("duly.terminal");
    Map<String, Object> counts = demo.run(backend, time, !headless, terminal).map();
    System.out.println(main.globals.output().isTable() ? text(counts) : Json.line(counts));
    return Exit.OK;
  }

  private int crash(String url) throws IOException, InterruptedException {
    Duration time = length == null ? CRASH_LENGTH : time(length);
    System.err.println("demo shop: 3 worker processes, one of them killed every 2.5 s");
    Backend backend = Stores.open(url, true);
    Offered.inspector(backend, "does not say how a job ended, which demo --crash checks");
    boolean terminal = Boolean.getBoolean("duly.terminal");
    Scorecard score =
        new Crash(Path.of(CRASH_FOLDER), url).run(backend, time, !headless && terminal, terminal);
    System.out.println(main.globals.output().isTable() ? score.text() : Json.line(score.map()));
    return score.isClean() ? Exit.OK : Exit.FAILED;
  }

  private static Duration time(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--for " + e.getMessage());
    }
  }

  /** Its own file only: the jobs of a store that was named are not the demo's to delete. */
  private static void reset(Demo demo, boolean ownFile) throws IOException {
    if (!ownFile) {
      throw CommandFailure.usage(
          "--reset is for the demo's own file; delete the one named by --url yourself");
    }
    demo.reset();
    for (String suffix : new String[] {"", "-wal", "-shm", "-turn"}) {
      Files.deleteIfExists(Path.of(FILE + suffix));
    }
  }

  private static String text(Map<String, Object> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (name, count) ->
            text.append(text.isEmpty() ? "" : " · ").append(name).append(' ').append(count));
    return text.toString();
  }
}
