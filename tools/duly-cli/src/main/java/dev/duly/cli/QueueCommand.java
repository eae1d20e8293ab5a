package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.QueueRecord;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.job.JobState;
import dev.duly.monitor.Units;
import dev.duly.query.JobFilter;
import dev.duly.wire.QueueJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    description = "Shows queues and stops claims from them.",
    footer = {"", "Example:", "  duly queue ls"})
final class QueueCommand {
  private static final String PAUSES_NONE = "pauses no queues";

  @ParentCommand Main main;

  /** What is done to a queue. */
  private interface Act {
    void on(Operator operator, String queue, String who);
  }

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists queues and how many jobs are in each state.",
      footer = {"", "Example:", "  duly queue ls"})
  int ls() {
    try (Backend backend = main.globals.openExisting()) {
      if (backend.rooms().inspector().isEmpty()) {
        gauges(Offered.gauges(backend).queues());
        return Exit.OK;
      }
      List<QueueRecord> queues = Offered.inspector(backend).queues();
      List<List<String>> rows = new ArrayList<>();
      Instant now = Instant.now();
      for (QueueRecord q : queues) {
        rows.add(
            List.of(
                q.queue(),
                Long.toString(q.waiting()),
                Long.toString(q.running()),
                Long.toString(q.completed()),
                Long.toString(q.cancelled()),
                Long.toString(q.dead()),
                q.oldest(now).map(Units::time).orElse("-"),
                q.paused() ? "paused" : ""));
      }
      main.globals
          .output()
          .many(
              List.of(
                  "QUEUE", "WAITING", "RUNNING", "COMPLETED", "CANCELLED", "DEAD", "OLDEST", ""),
              rows,
              queues.stream().map(QueueJson::of));
    }
    return Exit.OK;
  }

  /** Of a backend that is no store; a dash where it does not say. */
  private void gauges(List<Gauge> queues) {
    List<List<String>> rows = new ArrayList<>();
    for (Gauge q : queues) {
      rows.add(
          List.of(
              q.queue(),
              told(q.waiting()),
              told(q.later()),
              told(q.running()),
              told(q.dead()),
              q.oldest().map(Units::time).orElse("-"),
              q.paused() ? "paused" : ""));
    }
    main.globals
        .output()
        .many(
            List.of("QUEUE", "WAITING", "LATER", "RUNNING", "DEAD", "OLDEST", ""),
            rows,
            queues.stream().map(QueueJson::of));
  }

  private static String told(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "-";
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops claims from a queue; running jobs finish.",
      footer = {"", "Example:", "  duly queue pause email"})
  int pause(@Parameters(paramLabel = "QUEUE") String queue) {
    return act(queue, "paused", Operator::pause);
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets claims from a queue go on.",
      footer = {"", "Example:", "  duly queue resume email"})
  int resume(@Parameters(paramLabel = "QUEUE") String queue) {
    return act(queue, "resumed", Operator::resume);
  }

  @Command(
      name = "purge",
      mixinStandardHelpOptions = true,
      description =
          "Deletes a queue's waiting jobs, scheduled and retrying ones too; running and dead ones stay.",
      footer = {"", "Example:", "  duly queue purge rows --yes --expect 5000"})
  int purge(@Parameters(paramLabel = "QUEUE") String queue, @Mixin Consent consent) {
    try (Backend backend = main.globals.openExisting()) {
      requireQueue(queue, Offered.inspector(backend, "deletes no jobs that wait").queues());
    }
    return new ActsOnMany(main.globals, consent, "deleted", EnumSet.of(JobState.WAITING))
        .on(
            JobFilter.parse("state:waiting queue:" + queue),
            (backend, jobs) -> Offered.operator(backend).delete(jobs, CurrentUser.am()));
  }

  private int act(String queue, String done, Act act) {
    try (Backend backend = main.globals.openExisting()) {
      requireQueue(queue, Offered.inspector(backend, PAUSES_NONE).queues());
      act.on(Offered.operator(backend, PAUSES_NONE), queue, CurrentUser.am());
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("queue", queue);
      record.put("paused", done.equals("paused"));
      main.globals.output().one(done + " " + queue, record);
    }
    return Exit.OK;
  }

  private static void requireQueue(String queue, List<QueueRecord> queues) {
    if (queues.stream().anyMatch(q -> q.queue().equals(queue))) {
      return;
    }
    String meant =
        queues.stream()
            .map(QueueRecord::queue)
            .filter(name -> Spelling.distance(name, queue) <= 2)
            .min(Comparator.comparingInt(name -> Spelling.distance(name, queue)))
            .map(name -> " Did you mean \"" + name + "\"?")
            .orElse("");
    throw CommandFailure.notFound(
        "queue \"" + queue + "\" does not exist." + meant + " See: duly queue ls");
  }
}
