package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.room.Acted;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Globals;
import dev.duly.cli.command.Offered;
import dev.duly.cli.picture.Pages;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.query.JobFilter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does one thing to every job that a query finds: without {@code --yes} it only tells how many
 * there are, and some of them. What is found is fixed before the first is touched, and done to in
 * parts.
 */
final class ActsOnMany {
  private static final int PART = 1_000;
  private static final int SAMPLES = 5;

  private final Globals globals;
  private final Consent consent;
  private final String done;
  private final Set<JobState> states;

  /**
   * An act.
   *
   * @param done how it is told: {@code cancelled}
   * @param states of the jobs that can have it done; others that the query finds are left out
   */
  ActsOnMany(Globals globals, Consent consent, String done, Set<JobState> states) {
    this.globals = globals;
    this.consent = consent;
    this.done = done;
    this.states = states;
  }

  int on(JobFilter filter, Acts.Act act) {
    try (Backend backend = globals.openExisting()) {
      List<JobRef> jobs = new ArrayList<>();
      List<String> samples = new ArrayList<>();
      for (List<JobRecord> page : Pages.of(Offered.inspector(backend), filter)) {
        for (JobRecord job : page) {
          if (states.contains(job.state())) {
            jobs.add(job.ref());
            if (samples.size() < SAMPLES) {
              samples.add(sample(job));
            }
          }
        }
      }
      requireConsent(jobs.size(), samples);
      report(actOn(backend, jobs, act));
    }
    return Exit.OK;
  }

  private static String sample(JobRecord job) {
    return "  "
        + job.job().id()
        + "  "
        + job.job().type()
        + "  "
        + job.job().queue()
        + "  "
        + job.stateText();
  }

  private void requireConsent(int found, List<String> samples) {
    String count = String.format("%,d", found) + (found == 1 ? " job" : " jobs");
    if (consent.expect != null && consent.expect != found) {
      throw new CommandFailure(
          Exit.CONFLICT,
          "nothing was " + done + ": the query finds " + count + ", expected " + consent.expect);
    } else if (!consent.yes && found > 0) {
      throw CommandFailure.usage(
          "nothing was "
              + done
              + ": the query finds "
              + count
              + (found > samples.size() ? ", such as\n" : "\n")
              + String.join("\n", samples)
              + "\n  Say --yes --expect "
              + found
              + " to go on.");
    }
  }

  private Map<Acted, Long> actOn(Backend backend, List<JobRef> jobs, Acts.Act act) {
    Map<Acted, Long> counts = new EnumMap<>(Acted.class);
    for (int from = 0; from < jobs.size(); from += PART) {
      List<JobRef> part = jobs.subList(from, Math.min(from + PART, jobs.size()));
      try {
        act.on(backend, part).forEach(acted -> counts.merge(acted, 1L, Long::sum));
      } catch (BackendException e) {
        throw from == 0
            ? e
            : new CommandFailure(
                Exit.PARTIAL,
                done + " " + from + " of " + jobs.size() + " jobs, then: " + e.getMessage());
      }
    }
    return counts;
  }

  private void report(Map<Acted, Long> counts) {
    long worked = counts.getOrDefault(Acted.DONE, 0L);
    long asked = counts.getOrDefault(Acted.ASKED, 0L);
    long late =
        counts.getOrDefault(Acted.WRONG_STATE, 0L) + counts.getOrDefault(Acted.NOT_FOUND, 0L);
    long held = counts.getOrDefault(Acted.KEY_HELD, 0L);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(done, worked);
    record.put("asked_to_stop", asked);
    record.put("changed_meanwhile", late);
    record.put("key_held", held);
    globals
        .output()
        .one(
            done
                + " "
                + String.format("%,d", worked)
                + (worked == 1 ? " job" : " jobs")
                + (asked > 0 ? ", asked " + asked + " running to stop" : "")
                + (late > 0 ? "; " + late + " had changed meanwhile" : "")
                + (held > 0 ? "; of " + held + " another job holds the unique key" : ""),
            record);
  }
}
