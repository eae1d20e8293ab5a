package dev.duly.cli.job;

import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.EndedJob;
import dev.duly.backend.room.Results;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Output;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.wire.JobJson;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Waits for the ends of jobs, and tells of each when it comes. */
public final class JobWait {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Duration CALL_MAX = Duration.ofSeconds(10);

  private JobWait() {}

  /**
   * The command's exit code: 1 if any of them did not complete.
   *
   * @throws CommandFailure with the code 124 if some are not over in time
   */
  public static int until(
      Results results, Collection<JobRef> jobs, Optional<Duration> max, Output output) {
    long deadline = System.nanoTime() + max.orElse(LONGEST).toNanos();
    Set<JobRef> waiting = new LinkedHashSet<>(jobs);
    int exit = Exit.OK;
    try (EndWatch watch = results.watch()) {
      while (!waiting.isEmpty()) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        Duration call = left.compareTo(CALL_MAX) < 0 ? left : CALL_MAX;
        List<EndedJob> ended = watch.ended(List.copyOf(waiting), call);
        for (EndedJob end : ended) {
          waiting.remove(end.job());
          output.one(text(end), JobJson.of(end));
          exit = end.state().equals(Optional.of(JobState.COMPLETED)) ? exit : Exit.FAILED;
        }
        if (ended.isEmpty() && left.isZero()) {
          throw new CommandFailure(
              Exit.TIMEOUT,
              waiting.size()
                  + (waiting.size() == 1 ? " job is" : " jobs are")
                  + " not over after "
                  + DurationText.of(max.orElse(LONGEST))
                  + ": "
                  + waiting.iterator().next().id()
                  + (waiting.size() == 1 ? "" : ", …"));
        }
      }
    }
    return exit;
  }

  private static String text(EndedJob end) {
    String id = end.job().id().value();
    if (end.state().isEmpty()) {
      return "✖ " + id + " is not stored, or no more";
    } else if (end.state().get() == JobState.COMPLETED) {
      return "✔ " + id + " completed" + end.result().map(r -> "  " + JobCard.payload(r)).orElse("");
    }
    return "✖ "
        + id
        + " "
        + end.state().get().text()
        + end.reason()
            .filter(reason -> !reason.equals(end.state().get().text()))
            .map(reason -> " (" + reason + ")")
            .orElse("")
        + end.failure().map(last -> ": " + said(last)).orElse("");
  }

  private static String said(Failure last) {
    return last.message().isEmpty() ? last.error() : last.message();
  }
}
