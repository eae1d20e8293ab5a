package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.bridge.Bridge;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bridge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Carries jobs that are due from one store into another, until it is stopped. None is lost, and each is there once.",
      "A job begins anew over there: no attempts, no history. What the target refuses becomes a dead letter of the source."
    },
    footer = {
      "",
      "Examples:",
      "  duly bridge --from sqlite:jobs.db --to postgresql://app@localhost/shop email",
      "  duly bridge --from sqlite:jobs.db --to postgresql://app@localhost/shop --until-empty"
    })
final class BridgeCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @ParentCommand Main main;

  @Option(names = "--from", required = true, paramLabel = "URL", description = "where jobs are now")
  String from = "";

  @Option(names = "--to", required = true, paramLabel = "URL", description = "where they go")
  String to = "";

  @Parameters(
      paramLabel = "QUEUE",
      arity = "0..*",
      description = "these queues alone (default: all, also those to come)")
  List<String> queues = new ArrayList<>();

  @Option(
      names = "--until-empty",
      description = "exit once nothing is due and nothing runs; jobs for later stay")
  boolean untilEmpty;

  @Option(
      names = "--lease",
      defaultValue = "30s",
      paramLabel = "TIME",
      description =
          "how long until another bridge takes over the jobs of one that vanished (default: 30s)")
  String lease = "30s";

  @Override
  public Integer call() throws InterruptedException {
    if (main.globals.isUrlGiven()) {
      throw CommandFailure.usage("a bridge has two stores: say --from and --to, not --url");
    }
    if (from.equals(to)) {
      throw CommandFailure.usage("--from and --to are the same store");
    }
    try (Backend source = main.globals.open(from, false, "--from");
        Backend target = main.globals.open(to, true, "--to")) {
      return tell(carry(source, target));
    }
  }

  /** Until it is stopped, or done; then it has ended. */
  private Bridge carry(Backend source, Backend target) throws InterruptedException {
    try (Bridge bridge = start(source, target)) {
      Signals.onStop(bridge::close);
      System.err.println(
          "carrying "
              + (queues.isEmpty() ? "all queues" : String.join(", ", queues))
              + (untilEmpty ? " until nothing is due" : "; Ctrl-C stops"));
      await(bridge);
      return bridge;
    }
  }

  private int tell(Bridge ended) {
    if (ended.problem().isPresent()) {
      throw CommandFailure.usage(ended.problem().get());
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("carried", ended.carried());
    counts.put("refused", ended.refused());
    main.globals
        .output()
        .one("carried " + ended.carried() + ", refused " + ended.refused(), counts);
    return ended.refused() > 0 ? Exit.PARTIAL : Exit.OK;
  }

  private void await(Bridge bridge) throws InterruptedException {
    while (bridge.problem().isEmpty()) {
      if (!untilEmpty) {
        Thread.sleep(LOOK.toMillis());
      } else if (bridge.awaitEmpty(LOOK)) {
        return;
      }
    }
  }

  private Bridge start(Backend source, Backend target) {
    try {
      return Bridge.from(source)
          .queues(queues)
          .into(target)
          .lease(JobCommand.time("--lease", lease))
          .start();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
