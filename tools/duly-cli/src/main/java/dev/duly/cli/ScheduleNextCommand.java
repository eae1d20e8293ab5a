package dev.duly.cli;

import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.job.Names;
import dev.duly.job.StorableInstant;
import dev.duly.schedule.ScheduleSpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "next",
    mixinStandardHelpOptions = true,
    description = "Says when a schedule would be due; needs no store.",
    footer = {"", "Example:", "  duly schedule next '0 6 * * MON-FRI' --zone Europe/Oslo -n 3"})
final class ScheduleNextCommand implements Callable<Integer> {
  @ParentCommand ScheduleCommand parent;

  @Parameters(index = "0", paramLabel = "SPEC")
  String spec;

  @Option(names = "--zone", paramLabel = "ZONE", description = "such as Europe/Oslo (default: UTC)")
  @Nullable String zone;

  @Option(names = "--from", paramLabel = "INSTANT", description = "after this time (default: now)")
  @Nullable String from;

  @Option(names = "-n", defaultValue = "10", description = "how many, 1 to 1000 (default: 10)")
  int count;

  @Override
  public Integer call() {
    if (count < 1 || count > 1_000) {
      throw CommandFailure.usage("-n must be 1 to 1000, was " + count);
    }
    try {
      ScheduleSpec parsed =
          zone == null
              ? ScheduleSpec.parse(spec)
              : ScheduleSpec.parse(spec, ScheduleAddCommand.zone(zone));
      Instant after = from == null ? Instant.now() : Instant.parse(from);
      StorableInstant.problemWith("--from", after)
          .ifPresent(
              problem -> {
                throw CommandFailure.usage(problem);
              });
      List<Instant> times = parsed.after(after, count);
      if (times.isEmpty()) {
        throw CommandFailure.usage(Names.quoted(spec) + " has no time after " + after);
      }
      List<List<String>> rows = new ArrayList<>();
      times.forEach(
          time -> rows.add(List.of(time.toString(), local(parsed, time), remark(parsed, time))));
      parent
          .main
          .globals
          .output()
          .many(
              List.of("TIME", "LOCAL", ""),
              rows,
              rows.stream()
                  .map(
                      row ->
                          Map.of("time", row.get(0), "local", row.get(1), "remark", row.get(2))));
      return Exit.OK;
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage(
          Names.quoted(String.valueOf(from)) + " is not an instant: write 2030-01-01T12:00:00Z");
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String local(ScheduleSpec spec, Instant time) {
    return time.atZone(spec.zone()).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Where clocks are moved. */
  private static String remark(ScheduleSpec spec, Instant time) {
    var rules = spec.zone().getRules();
    var before = rules.nextTransition(time.minusSeconds(1));
    if (before != null && before.isGap() && before.getInstant().equals(time)) {
      return "clocks are moved on at this moment: times in the hour that is skipped come now";
    }
    var offsets = rules.getValidOffsets(time.atZone(spec.zone()).toLocalDateTime());
    if (offsets.size() < 2) {
      return "";
    }
    boolean isFirst = offsets.get(0).equals(rules.getOffset(time));
    return "this local time comes twice: the " + (isFirst ? "first" : "second");
  }
}
