package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobView;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Globals;
import dev.duly.cli.command.Output;
import dev.duly.cli.job.JobAddress;
import dev.duly.cli.job.JobWords;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does one thing to jobs that are named, and tells which could not have it done. */
final class Acts {
  private Acts() {}

  /** What is done. */
  interface Act {
    List<Acted> on(Backend backend, List<JobRef> jobs);
  }

  /** Which jobs there are. */
  interface Seen {
    JobView of(Backend backend);
  }

  /** What changes a payload. */
  interface Edit {
    Acted on(Backend backend, JobRef job, Payload payload);
  }

  /**
   * Does it to each.
   *
   * @param seen among which jobs they are looked for
   * @param done how it is told: {@code cancelled}
   */
  static int on(Globals globals, Seen seen, String done, List<String> ids, Act act) {
    List<Acted> acts;
    List<String> problems;
    boolean lettersAlone;
    try (Backend backend = globals.openExisting()) {
      JobView view = seen.of(backend);
      List<Optional<JobRef>> jobs = ids.stream().map(id -> JobAddress.of(view, id)).toList();
      acts = acts(backend, jobs, act);
      problems = problems(view, ids, jobs, acts, done);
      lettersAlone = view instanceof DeadLetters;
    }
    report(globals.output(), done, acts, problems);
    if (problems.isEmpty()) {
      return Exit.OK;
    }
    int worst = acts.contains(Acted.NOT_FOUND) ? Exit.NOT_FOUND : Exit.CONFLICT;
    throw new CommandFailure(
        problems.size() < ids.size() ? Exit.PARTIAL : worst,
        String.join("; ", problems)
            + (lettersAlone ? ". See: duly dlq " : ". See: duly job ")
            + see(ids, acts));
  }

  /** One answer for each; what is not stored is not asked for. */
  private static List<Acted> acts(Backend backend, List<Optional<JobRef>> jobs, Act act) {
    List<JobRef> stored = jobs.stream().flatMap(Optional::stream).toList();
    Iterator<Acted> acts =
        (stored.isEmpty() ? List.<Acted>of() : act.on(backend, stored)).iterator();
    return jobs.stream().map(job -> job.isPresent() ? acts.next() : Acted.NOT_FOUND).toList();
  }

  /** Changes the payload of one job: JSON, or with {@code @FILE} the text of a file. */
  static int edit(Globals globals, Seen seen, String id, String payload, Edit edit)
      throws IOException {
    Payload edited = JobWords.payloadOf(payload, "nothing was changed: ");
    return on(
        globals,
        seen,
        "edited",
        List.of(id),
        (backend, jobs) -> List.of(edit.on(backend, jobs.get(0), edited)));
  }

  /** What shows the first that is in another state, or else which jobs there are. */
  private static String see(List<String> ids, List<Acted> acts) {
    int i = Math.max(acts.indexOf(Acted.WRONG_STATE), acts.indexOf(Acted.KEY_HELD));
    return i < 0 ? "ls" : "show " + ids.get(i);
  }

  private static List<String> problems(
      JobView view, List<String> ids, List<Optional<JobRef>> jobs, List<Acted> acts, String done) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (acts.get(i) == Acted.NOT_FOUND) {
        String what = view instanceof DeadLetters ? "dead letter " : "job ";
        problems.add("there is no " + what + ids.get(i));
      } else if (acts.get(i) == Acted.WRONG_STATE) {
        String state = jobs.get(i).flatMap(view::find).map(job -> job.stateText()).orElse("gone");
        problems.add(ids.get(i) + " cannot be " + done + ": it is " + state);
      } else if (acts.get(i) == Acted.KEY_HELD) {
        problems.add(ids.get(i) + " cannot be " + done + ": another job holds its unique key");
      }
    }
    return problems;
  }

  private static void report(Output output, String done, List<Acted> acts, List<String> problems) {
    long worked = acts.stream().filter(a -> a == Acted.DONE).count();
    long asked = acts.stream().filter(a -> a == Acted.ASKED).count();
    if (worked + asked == 0) {
      return;
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(done, worked);
    record.put("asked_to_stop", asked);
    record.put("problems", problems);
    List<String> words = new ArrayList<>();
    if (worked > 0) {
      words.add(done + " " + worked + (worked == 1 ? " job" : " jobs"));
    }
    if (asked > 0) {
      words.add("asked " + asked + " running to stop");
    }
    output.one(String.join(", ", words), record);
  }
}
