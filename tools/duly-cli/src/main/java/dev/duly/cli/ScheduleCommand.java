package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.QueryText;
import dev.duly.cli.job.ScheduleText;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Names;
import dev.duly.lifecycle.SchedulePlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    subcommands = {ScheduleAddCommand.class, ScheduleNextCommand.class},
    description =
        "Recurring jobs: what there is, when each comes next, and what became of each time.",
    footer = {
      "",
      "Examples:",
      "  duly schedule add nightly '0 3 * * *' report '{\"of\":\"day\"}' --zone Europe/Oslo",
      "  duly schedule next '30 2 * * *' --zone Europe/Berlin --from 2026-03-27T00:00:00Z -n 4"
    })
final class ScheduleCommand {
  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists schedules, by their ids.",
      footer = {"", "Example:", "  duly schedule ls"})
  int ls(
      @Option(names = "--limit", defaultValue = "100", description = "1 to 1000 (default: 100)")
          int limit) {
    QueryText.requireLimit(limit);
    try (Backend backend = main.globals.openExisting()) {
      Schedules room = Offered.schedules(backend);
      List<ScheduleRecord> all = room.list("", limit);
      Instant now = room.now();
      main.globals
          .output()
          .many(
              ScheduleText.HEADER,
              all.stream().map(record -> ScheduleText.row(record, now)).toList(),
              all.stream().map(ScheduleText::json));
    }
    return Exit.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a schedule and what became of its latest times.",
      footer = {"", "Example:", "  duly schedule show nightly"})
  int show(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--limit",
              defaultValue = "10",
              description = "times, 1 to 1000 (default: 10)")
          int limit) {
    QueryText.requireLimit(limit);
    try (Backend backend = main.globals.openExisting()) {
      Schedules room = Offered.schedules(backend);
      ScheduleRecord record = required(room, id);
      List<Tick> ledger = room.ledger(id, limit);
      Map<String, Object> json = new LinkedHashMap<>(ScheduleText.json(record));
      json.put("ticks", ledger.stream().map(ScheduleText::json).toList());
      main.globals.output().one(ScheduleText.card(record, ledger, room.now()), json);
    }
    return Exit.OK;
  }

  static ScheduleRecord required(Schedules room, String id) {
    return room.find(id)
        .orElseThrow(
            () ->
                CommandFailure.notFound(
                    "there is no schedule " + Names.quoted(id) + ". See: duly schedule ls"));
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description =
          "Fires none of a schedule's times until it is resumed; they are not made up for.",
      footer = {"", "Example:", "  duly schedule pause nightly"})
  int pause(@Parameters(paramLabel = "ID") String id) {
    return act(id, "paused", room -> room.pause(id, CurrentUser.am()));
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Goes on with the first time after now.",
      footer = {"", "Example:", "  duly schedule resume nightly"})
  int resume(@Parameters(paramLabel = "ID") String id) {
    return act(
        id,
        "resumed",
        room -> {
          Definition definition = required(room, id).definition();
          return room.resume(id, SchedulePlan.first(room, definition), CurrentUser.am());
        });
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Removes a schedule and its ledger; jobs that it fired stay.",
      footer = {"", "Example:", "  duly schedule rm nightly"})
  int rm(@Parameters(paramLabel = "ID") String id) {
    return act(id, "removed", room -> room.remove(id, CurrentUser.am()));
  }

  private interface Act {
    boolean on(Schedules room);
  }

  private int act(String id, String done, Act act) {
    try (Backend backend = main.globals.openExisting()) {
      Schedules room = Offered.schedules(backend);
      required(room, id);
      if (!act.on(room)) {
        throw new CommandFailure(
            Exit.CONFLICT,
            "schedule "
                + id
                + " is not changed: it is "
                + (done.equals("resumed") ? "not paused" : done + " already"));
      }
      main.globals.output().one(done + " " + id, Map.of("id", id, "done", done));
    }
    return Exit.OK;
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Enqueues a schedule's job now, beside its times.",
      footer = {"", "Example:", "  duly schedule run nightly"})
  int run(@Parameters(paramLabel = "ID") String id) {
    try (Backend backend = main.globals.openExisting()) {
      Schedules room = Offered.schedules(backend);
      EncodedJob extra =
          SchedulePlan.extra(required(room, id).definition(), room.now(), CurrentUser.am());
      Enqueued answer = backend.enqueue(List.of(extra)).get(0);
      if (answer instanceof Enqueued.Rejected rejected) {
        throw new CommandFailure(
            Exit.CONFLICT, "nothing was enqueued: job " + rejected.id() + " holds the unique key");
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", answer.id().value());
      json.put("new", answer instanceof Enqueued.Stored);
      json.put("replaced", answer instanceof Enqueued.Replaced);
      main.globals.output().one(ScheduleText.ofRun(extra, answer), json);
    }
    return Exit.OK;
  }
}
