package dev.duly.cli;

import dev.duly.cli.bench.Bench;
import dev.duly.cli.bench.BenchText;
import dev.duly.cli.bench.WorkerAlone;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.LibraryLog;
import dev.duly.wire.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures a backend relative to a bare loop that writes the same rows in the same run.",
    footer = {
      "",
      "Examples:",
      "  duly bench sqlite",
      "  duly bench sqlite --quick -o json",
      "  duly bench postgres --url postgresql://postgres@127.0.0.1/postgres",
      "  duly bench redis --url redis://127.0.0.1:6379",
      "  duly bench rabbitmq --url amqp://guest:guest@127.0.0.1:5672",
      "  duly bench worker"
    })
final class BenchCommand implements Callable<Integer> {
  private static final String WORKER = "worker";

  @ParentCommand Main main;

  @Parameters(
      paramLabel = "ENGINE",
      description =
          "sqlite, postgres (on the server of --url, in databases of its own), redis and rabbitmq (the same, with keys or queues of its own), or worker for the worker alone")
  String engine;

  @Option(
      names = "--quick",
      description = "fewer of everything, a minute in all: to see that it works, not to quote")
  boolean quick;

  @Option(names = "--jobs", description = "in each round (default: 100000; quick: 10000)")
  @Nullable Integer jobs;

  @Option(names = "--slots", defaultValue = "100", description = "of the worker (default: 100)")
  int slots;

  @Option(names = "--rounds", description = "how often (default: 5; quick: 1)")
  @Nullable Integer rounds;

  @Override
  public Integer call() throws Exception {
    LibraryLog.withoutNews();
    Bench.Plan plan =
        new Bench.Plan(
            jobs == null ? (quick ? 10_000 : 100_000) : jobs,
            slots,
            rounds == null ? (quick ? 1 : 5) : rounds,
            quick);
    if (plan.jobs() < 1_000
        || plan.jobs() % 1_000 != 0
        || slots < 1
        || slots > 500
        || plan.rounds() < 1) {
      throw CommandFailure.usage(
          "--jobs is a multiple of 1000, --slots 1 to 500, --rounds at least 1");
    }
    if (engine.equals(WORKER)) {
      show(new WorkerAlone(plan.jobs() * 10, slots, plan.rounds()).run());
      return Exit.OK;
    }
    Bench bench =
        Bench.on(engine, url(), plan)
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "ENGINE must be "
                            + String.join(", ", Bench.engines())
                            + " or "
                            + WORKER
                            + ", was "
                            + engine));
    show(bench.run());
    return Exit.OK;
  }

  /** Of a server, if the engine has one; only our own file is named by default. */
  private String url() {
    String url = main.globals.url();
    if (engine.equals("redis") && !url.startsWith("redis://")) {
      throw CommandFailure.usage(
          "bench redis makes keys of its own on a server: name it with --url redis://host:port");
    }
    if (engine.equals("rabbitmq") && !url.startsWith("amqp")) {
      throw CommandFailure.usage(
          "bench rabbitmq makes queues of its own on a node: name it with"
              + " --url amqp://user:password@host:port");
    }
    if (engine.equals("postgres") && !url.startsWith("postgres")) {
      throw CommandFailure.usage(
          "bench postgres makes databases of its own on a server: name it with"
              + " --url postgresql://user:password@host/postgres");
    }
    return url;
  }

  private void show(Map<String, Object> figures) {
    if (main.globals.output().isTable()) {
      System.out.print(BenchText.of(figures));
    } else {
      System.out.println(Json.line(figures));
    }
  }
}
