package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.backend.Backend;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.JobWords;
import dev.duly.cli.job.ScheduleText;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.monitor.ScheduleHealth;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a schedule, or changes the one of this id.",
    footer = {
      "",
      "Examples:",
      "  duly schedule add nightly '0 3 * * *' report --zone Europe/Oslo --overlap skip",
      "  duly schedule add sync 'every 15m' sync.accounts '{\"all\":true}' -q slow"
    })
final class ScheduleAddCommand implements Callable<Integer> {
  @ParentCommand ScheduleCommand parent;

  @Parameters(index = "0", paramLabel = "ID", description = "1 to 40 characters")
  String id;

  @Parameters(
      index = "1",
      paramLabel = "SPEC",
      description = "'0 3 * * *', 'every 15m' or 'at 2030-01-01T06:00:00Z'")
  String spec;

  @Parameters(index = "2", paramLabel = "TYPE", description = "the job's type")
  String type;

  @Parameters(
      index = "3",
      paramLabel = "JSON|@FILE",
      arity = "0..1",
      description = "the payload; null if there is none")
  @Nullable String payload;

  @Option(names = "--zone", paramLabel = "ZONE", description = "such as Europe/Oslo (default: UTC)")
  @Nullable String zone;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "QUEUE",
      description = "default: default")
  @Nullable String queue;

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "LEVEL",
      description = "high, normal or low (default: normal)")
  @Nullable String priority;

  @Option(
      names = "--misfire",
      paramLabel = "HOW",
      description = "of times over a minute late: fire_once or skip (default: fire_once)")
  @Nullable String misfire;

  @Option(
      names = "--overlap",
      paramLabel = "HOW",
      description = "while the last job has not ended: allow or skip (default: allow)")
  @Nullable String overlap;

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = "each job is due by less than this later")
  @Nullable String jitter;

  @Override
  public Integer call() throws IOException {
    JobWords words = new JobWords();
    Payload body = payload == null ? Payload.none() : words.payloadOrFile(payload);
    String what = "nothing was changed: ";
    words.requireNoProblem(what);
    try (Backend backend = parent.main.globals.open();
        Duly duly = Duly.on(backend, JacksonCodec.standard())) {
      Schedules room = Offered.schedules(backend);
      Optional<ScheduleRecord> before = room.find(id);
      Definition asked = schedule(body).definition(duly);
      Definition definition =
          before
              .map(ScheduleRecord::definition)
              .map(old -> asked.withDeclaration(old.declared(), old.declaredBy()))
              .orElse(asked);
      Optional<Instant> next = SchedulePlan.first(room, definition);
      if (next.isEmpty()) {
        throw CommandFailure.usage(what + "schedule " + id + " has no time from now on");
      }
      boolean isNew = before.isEmpty();
      room.put(List.of(new Schedules.Entry(definition, next)), CurrentUser.am());
      parent
          .main
          .globals
          .output()
          .one(
              (isNew ? "added " : "changed ")
                  + id
                  + ", next at "
                  + next.map(Instant::toString).orElse("–"),
              ScheduleText.json(ScheduleCommand.required(room, id)));
      ScheduleHealth.pilingUp(List.of(ScheduleCommand.required(room, id)), backend.rooms())
          .forEach(
              finding -> System.err.println("▲ " + finding.text() + "\n  → " + finding.remedy()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          String.valueOf(e.getMessage()).replaceFirst("^(nothing was declared: )?", what));
    }
    return Exit.OK;
  }

  private Schedule schedule(Payload body) {
    NewJob<Payload, Void> job = NewJob.of(JobType.raw(type), body);
    job = queue == null ? job : job.queue(queue);
    job = priority == null ? job : job.priority(Priority.of(priority));
    Schedule schedule = zone == null ? Schedule.of(id, spec) : Schedule.cron(id, spec, zone(zone));
    schedule = schedule.job(job);
    schedule = misfire == null ? schedule : schedule.misfire(word(Misfire.class, misfire));
    schedule = overlap == null ? schedule : schedule.overlap(word(Overlap.class, overlap));
    return jitter == null ? schedule : schedule.jitter(DurationText.parse(jitter));
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        type.getSimpleName().toLowerCase(Locale.ROOT)
            + " must be one of "
            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
            + ", was "
            + Names.quoted(text));
  }

  static ZoneId zone(String text) {
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone "
              + Names.quoted(text)
              + " is not one of a place: write one such as Europe/Oslo, or UTC",
          e);
    }
  }
}
