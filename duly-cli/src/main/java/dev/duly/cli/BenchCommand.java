package dev.duly.cli;

import dev.duly.cli.bench.Bench;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures a backend beside a bare loop that writes the same rows in the same run.",
    footer = {
      "",
      "Examples:",
      "  duly bench sqlite",
      "  duly bench sqlite --jobs 20000 --rounds 1 -o json"
    })
final class BenchCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Parameters(paramLabel = "ENGINE", description = "sqlite")
  String engine;

  @Option(
      names = "--jobs",
      defaultValue = "100000",
      description = "in each round (default: 100000)")
  int jobs;

  @Option(names = "--slots", defaultValue = "100", description = "of the worker (default: 100)")
  int slots;

  @Option(names = "--rounds", defaultValue = "5", description = "how often (default: 5)")
  int rounds;

  @Override
  public Integer call() throws Exception {
    if (!engine.equals("sqlite")) {
      throw Trouble.usage("ENGINE must be sqlite, was " + engine);
    }
    if (jobs < 1_000 || jobs % 1_000 != 0 || slots < 1 || slots > 500 || rounds < 1) {
      throw Trouble.usage("--jobs is a multiple of 1000, --slots 1 to 500, --rounds at least 1");
    }
    Map<String, Object> figures = new Bench(jobs, slots, rounds).run();
    if (main.globals.output().isTable()) {
      figures.forEach((name, figure) -> System.out.printf("%-14s %s%n", name, figure));
    } else {
      System.out.println(Json.line(figures));
    }
    return Exit.OK;
  }
}
