package dev.duly.cli.job;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.backend.room.DeadJob;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.command.Output;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps dead letters of any number and size: in parts, each all or none. An id that is taken stays
 * as it is, so that an import that ended early is simply run again.
 */
public final class LetterImport {
  private static final long PART_BYTES_MAX = Capabilities.BULK_BYTES_MAX / 4;
  private static final int TAKEN_SHOWN_MAX = 20;

  private final Backend backend;
  private final List<String> taken = new ArrayList<>();
  private long stored;

  public LetterImport(Backend backend) {
    this.backend = backend;
  }

  public void keep(List<DeadJob> letters, Output output) {
    int most = backend.capabilities().batchMax();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < letters.size(); i++) {
      long size = size(letters.get(i));
      if (i - from == most || (bytes + size > PART_BYTES_MAX && i > from)) {
        keep(letters.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    keep(letters.subList(from, letters.size()));
    report(output);
  }

  /** About: what it holds that may be long. */
  private static long size(DeadJob letter) {
    long size = letter.record().job().payload().size();
    for (AttemptRecord attempt : letter.attempts()) {
      size += attempt.failure().map(LetterImport::size).orElse(0L);
    }
    return size;
  }

  private static long size(Failure failure) {
    return (long) failure.message().length() + failure.stack().length();
  }

  private void keep(List<DeadJob> part) {
    List<Enqueued> answers;
    try {
      answers = Offered.deadLetters(backend).importDead(part, CurrentUser.am());
    } catch (BackendException e) {
      if (stored + taken.size() == 0) {
        throw e;
      }
      throw new CommandFailure(
          Exit.PARTIAL,
          "imported "
              + stored
              + ", then: "
              + e.getMessage()
              + ". Import the same lines again: those that are there stay as they are");
    }
    for (Enqueued answer : answers) {
      if (answer instanceof Enqueued.Stored) {
        stored++;
      } else {
        taken.add(answer.id().value());
      }
    }
  }

  private void report(Output output) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("imported", stored);
    record.put("taken", taken);
    output.one("imported " + stored + (stored == 1 ? " dead letter" : " dead letters"), record);
    if (!taken.isEmpty()) {
      throw new CommandFailure(
          stored > 0 ? Exit.PARTIAL : Exit.CONFLICT,
          (taken.size() == 1
                  ? "1 id was there already and stays as it is: "
                  : taken.size() + " ids were there already and stay as they are: ")
              + String.join(" ", taken.subList(0, Math.min(taken.size(), TAKEN_SHOWN_MAX)))
              + (taken.size() > TAKEN_SHOWN_MAX ? " …" : ""));
    }
  }
}
