package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Operator;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.job.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "type",
    mixinStandardHelpOptions = true,
    description = "Pauses and resumes the jobs of a type, in all queues.",
    footer = {"", "Example:", "  duly type pause mail.welcome"})
final class TypeCommand {
  private static final String PAUSES_NONE = "pauses no types";

  @ParentCommand Main main;

  private interface Act {
    void on(Operator operator, String type, String who);
  }

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists the types that are paused.",
      footer = {"", "Example:", "  duly type ls"})
  int ls() {
    try (Backend backend = main.globals.openExisting()) {
      List<String> paused = Offered.inspector(backend, PAUSES_NONE).pausedTypes();
      main.globals
          .output()
          .many(
              List.of("TYPE", ""),
              paused.stream().map(type -> List.of(type, "paused")).toList(),
              paused.stream().map(type -> json(type, true)));
    }
    return Exit.OK;
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops claims of a type's jobs; running ones finish.",
      footer = {"", "Example:", "  duly type pause mail.welcome"})
  int pause(@Parameters(paramLabel = "TYPE") String type) {
    return act(type, "paused", Operator::pauseType);
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a type's jobs go on.",
      footer = {"", "Example:", "  duly type resume mail.welcome"})
  int resume(@Parameters(paramLabel = "TYPE") String type) {
    return act(type, "resumed", Operator::resumeType);
  }

  private int act(String type, String done, Act act) {
    Names.problemWithType(type)
        .ifPresent(
            problem -> {
              throw CommandFailure.usage(problem);
            });
    try (Backend backend = main.globals.openExisting()) {
      if (done.equals("resumed")
          && !Offered.inspector(backend, PAUSES_NONE).pausedTypes().contains(type)) {
        throw CommandFailure.notFound("type \"" + type + "\" is not paused. See: duly type ls");
      }
      act.on(Offered.operator(backend, PAUSES_NONE), type, CurrentUser.am());
    }
    main.globals.output().one(done + " " + type, json(type, done.equals("paused")));
    return Exit.OK;
  }

  private static Map<String, Object> json(String type, boolean paused) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type);
    json.put("paused", paused);
    return json;
  }
}
