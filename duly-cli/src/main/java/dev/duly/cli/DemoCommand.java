package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.cli.demo.Demo;
import dev.duly.job.DurationText;
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
        "A shop at work: producers, workers, retries and dead letters, in ./duly-demo.db and ./duly-demo.",
    footer = {
      "",
      "Examples:",
      "  duly demo",
      "  duly demo --reset",
      "  duly demo --headless --for 30s -o json"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String FILE = "duly-demo.db";
  private static final String FOLDER = "duly-demo";
  private static final Duration LONG = Duration.ofDays(365);

  @ParentCommand Main main;

  @Option(names = "--reset", description = "forget the jobs and files of earlier runs")
  boolean reset;

  @Option(names = "--headless", description = "no live view; only the counts at the end")
  boolean headless;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "stop after 30s, 5m (default: at Ctrl-C)")
  @Nullable String length;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration time = length == null ? LONG : time(length);
    boolean ownFile = main.globals.url.equals(Globals.URL_DEFAULT);
    String url = ownFile ? "sqlite:" + FILE : main.globals.url;
    Demo demo = new Demo(Path.of(FOLDER), url);
    if (reset) {
      reset(demo, ownFile);
    }
    System.err.println(
        "demo shop: 2 producers, 3 worker groups, one broken mail server (on purpose)");
    demo.prepare();
    Backend backend = Stores.open(url, true);
    boolean terminal = Boolean.getBoolean("duly.terminal");
    Map<String, Object> counts = demo.run(backend, time, !headless, terminal).map();
    System.out.println(main.globals.output().isTable() ? text(counts) : Json.line(counts));
    return Exit.OK;
  }

  private static Duration time(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw Trouble.usage("--for " + e.getMessage());
    }
  }

  /** Its own file only: the jobs of a store that was named are not the demo's to delete. */
  private static void reset(Demo demo, boolean ownFile) throws IOException {
    if (!ownFile) {
      throw Trouble.usage(
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
