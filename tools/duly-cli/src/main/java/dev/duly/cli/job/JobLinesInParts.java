package dev.duly.cli.job;

import dev.duly.JobHandle;
import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Output;
import dev.duly.wire.LineSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * More lines than one bulk: stored in parts of 10,000 jobs, each all or none. What goes wrong ends
 * it, and says how far it has come.
 */
public final class JobLinesInParts {
  private static final int PROBLEMS_SHOWN_MAX = 5;

  private final Backend backend;
  private final LineSource source;
  private long stored;
  private long duplicates;
  private long rejected;
  private int reached; // the last line of which all up to it are stored

  public JobLinesInParts(Backend backend, LineSource source) {
    this.backend = backend;
    this.source = source;
  }

  public void enqueue(JobLines first, Output output) throws IOException {
    JobLines part = first;
    while (part.size() > 0 || !part.problems().isEmpty()) {
      enqueue(part);
      part = JobLines.read(source);
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("enqueued", stored);
    record.put("duplicates", duplicates);
    record.put("rejected", rejected);
    output.one(
        (stored == 1 ? "enqueued 1 job" : String.format("enqueued %,d jobs", stored))
            + (duplicates > 0 ? String.format(", %,d were there already", duplicates) : "")
            + (rejected > 0
                ? String.format(", %,d refused: their unique keys are held", rejected)
                : ""),
        record);
    if (rejected > 0) {
      throw new CommandFailure(
          Exit.PARTIAL, String.format("%,d jobs were refused: see on_conflict", rejected));
    }
  }

  private void enqueue(JobLines part) {
    @Nullable String trouble = null;
    int exit = Exit.PARTIAL;
    if (part.problems().isEmpty()) {
      try {
        count(part.store(backend));
      } catch (BackendException e) {
        trouble = String.valueOf(e.getMessage());
      } catch (CommandFailure e) {
        trouble = String.valueOf(e.getMessage()).replaceFirst("^nothing was enqueued: ", "");
        exit = stored + duplicates == 0 ? e.exit() : Exit.PARTIAL;
      }
    }
    if (!part.problems().isEmpty() && trouble == null) {
      List<String> problems = part.problems();
      trouble =
          String.join("; ", problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX)));
      exit = stored + duplicates == 0 ? Exit.USAGE : Exit.PARTIAL;
    }
    if (trouble != null) {
      throw new CommandFailure(
          exit,
          stored + duplicates == 0
              ? "nothing was enqueued: " + trouble
              : "lines 1 to "
                  + reached
                  + " were enqueued, and nothing after them: "
                  + trouble
                  + ". When that is right, enqueue from line "
                  + (reached + 1)
                  + " on");
    }
    reached = source.number();
  }

  private void count(List<JobHandle<?>> answers) {
    for (JobHandle<?> answer : answers) {
      if (answer.isNew()) {
        stored++;
      } else if (answer.isRejected()) {
        rejected++;
      } else if (!answer.isConflict()) {
        duplicates++;
      }
    }
  }
}
