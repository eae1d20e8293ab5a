package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.LimitText;
import dev.duly.limit.Limit;
import dev.duly.limit.Limit.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "limit",
    mixinStandardHelpOptions = true,
    description =
        "How often jobs of a queue or of a group key may start, and how many may run at a time.",
    footer = {
      "",
      "Examples:",
      "  duly limit set mail --rate 10/1s --burst 5",
      "  duly limit set mail --key 'tenant:*' --places 2"
    })
final class LimitCommand {
  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists limits and what is used of them, by queue and key.",
      footer = {"", "Example:", "  duly limit ls mail"})
  int ls(@Parameters(paramLabel = "QUEUE", arity = "0..1") @Nullable String queue) {
    try (Backend backend = main.globals.openExisting()) {
      Limits room = Offered.limits(backend);
      List<LimitRecord> limits = new ArrayList<>(room.list());
      limits.removeIf(one -> queue != null && !one.limit().target().queue().equals(queue));
      TreeSet<String> queues = new TreeSet<>();
      limits.forEach(one -> queues.add(one.limit().target().queue()));
      Optional.ofNullable(queue).ifPresent(queues::add);
      List<LimitText.Line> lines =
          queues.stream()
              .flatMap(one -> LimitText.lines(one, limits, room.meters(one)).stream())
              .toList();
      Instant now = Instant.now();
      main.globals
          .output()
          .many(
              LimitText.HEADER,
              lines.stream().map(line -> line.row(now)).toList(),
              lines.stream().map(LimitText.Line::json));
    }
    return Exit.OK;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Sets a limit, or changes it; it holds for the next claim.",
      footer = {
        "",
        "Examples:",
        "  duly limit set mail --rate 10/1s --burst 5",
        "  duly limit set sync --places 1"
      })
  int set(
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(
              names = "--key",
              paramLabel = "KEY",
              description =
                  "of jobs with this group key; with a star at its end of each that begins so, by itself")
          @Nullable String key,
      @Option(
              names = "--rate",
              paramLabel = "N/TIME",
              description = "so many starts in each period: 10/1s, 600/1m")
          @Nullable String rate,
      @Option(
              names = "--burst",
              paramLabel = "N",
              description = "so many of them at once (default: what 100 ms bring, at least 1)")
          @Nullable Integer burst,
      @Option(
              names = "--places",
              paramLabel = "N",
              description = "so many at a time, 0 to 10000; 0 closes it")
          @Nullable Integer places) {
    Limit limit = LimitText.parse(target(queue, key), rate, burst, places);
    try (Backend backend = main.globals.open()) {
      Offered.limits(backend).set(limit, CurrentUser.am());
    }
    main.globals.output().one("set " + limit, LimitText.json(limit));
    return Exit.OK;
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Removes a limit; code that declares it sets it again when it starts.",
      footer = {"", "Example:", "  duly limit rm mail --key 'tenant:*'"})
  int rm(
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(names = "--key", paramLabel = "KEY", description = "as it was set")
          @Nullable String key) {
    Target target = target(queue, key);
    try (Backend backend = main.globals.openExisting()) {
      if (!Offered.limits(backend).remove(target, CurrentUser.am())) {
        throw CommandFailure.notFound("there is no limit of " + target + ". See: duly limit ls");
      }
    }
    main.globals.output().one("removed the limit of " + target, LimitText.json(target));
    return Exit.OK;
  }

  private static Target target(String queue, @Nullable String key) {
    return new Target(queue, Optional.ofNullable(key));
  }
}
