package dev.duly.monitor;

import dev.duly.backend.room.QueueRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.ParkReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Why a job is where it is, and what would move it: facts first, then the commands. */
public final class Explanation {
  private static final String[] NOTHING = {};

  private final JobRecord job;
  private final QueueRecord queue;
  private final boolean typePaused;
  private final long ahead;
  private final List<String> limited;
  private final Instant now;
  private final Proposal proposal;
  private final List<String> lines = new ArrayList<>();

  /**
   * A job, and what decides where it is.
   *
   * @param queue its own
   * @param typePaused whether its type is paused
   * @param ahead how many jobs come before it
   * @param limited which limits keep it from starting now; see {@link LimitReasons}
   */
  public record Subject(
      JobRecord job, QueueRecord queue, boolean typePaused, long ahead, List<String> limited) {}

  private Explanation(Subject subject, Instant now, Proposal proposal) {
    this.job = subject.job();
    this.queue = subject.queue();
    this.typePaused = subject.typePaused();
    this.ahead = subject.ahead();
    this.limited = subject.limited();
    this.now = now;
    this.proposal = proposal;
  }

  /**
   * The lines, at least one.
   *
   * @param proposal how commands are typed that act on its store
   */
  public static List<String> of(Subject subject, Instant now, Proposal proposal) {
    Explanation explanation = new Explanation(subject, now, proposal);
    JobRecord job = subject.job();
    switch (job.state()) {
      case WAITING -> explanation.waiting();
      case RUNNING -> explanation.running();
      case COMPLETED ->
          explanation.say(
              "it completed " + Ago.of(job.finishedAt(), now) + " on " + job.worker().orElse("?"));
      case CANCELLED ->
          explanation.say(
              "it was cancelled "
                  + Ago.of(job.finishedAt(), now)
                  + ": "
                  + job.deadReason().orElse("?"),
              explanation.isExpired() ? NOTHING : new String[] {"duly job retry " + id(job)});
      case DEAD -> explanation.dead();
      case OTHER ->
          explanation.say(
              "it is "
                  + job.stateText()
                  + ", which a newer version of Duly knows and this one does not");
    }
    return List.copyOf(explanation.lines);
  }

  private void waiting() {
    String name = queue.queue();
    if (queue.paused()) {
      say("its queue " + name + " is paused", "duly queue resume " + name);
    }
    if (typePaused) {
      say("its type " + job.job().type() + " is paused", "duly type resume " + job.job().type());
    }
    if (job.cancelRequested()) {
      say("it was asked to be cancelled, and will be when it is claimed next");
    }
    if (job.job().attempts() == 0) {
      job.job().expiresAt().ifPresent(this::expiring);
    }
    boolean due = !job.job().scheduledAt().isAfter(now);
    job.parkReason().ifPresent(this::parked);
    if (!due && job.job().attempts() > 0) {
      say(
          "it waits for its retry: attempt "
              + job.job().attempts()
              + " of "
              + job.job().maxAttempts()
              + " failed"
              + job.lastError().map(f -> " (" + firstLine(f) + ")").orElse("")
              + ", the next is due "
              + Ago.of(job.job().scheduledAt(), now));
    } else if (!due && job.parkReason().isEmpty()) {
      say("it is scheduled, due " + Ago.of(job.job().scheduledAt(), now));
    } else if (due && !queue.paused() && !typePaused) {
      limited.forEach(reason -> say(reason, "duly limit ls " + name));
      say(
          "it became due "
              + Ago.of(job.job().scheduledAt(), now)
              + "; "
              + place(name)
              + "; "
              + jobs(queue.running())
              + " running",
          serve());
    }
  }

  /** It would end so again. */
  private boolean isExpired() {
    return job.job().attempts() == 0
        && job.job().expiresAt().filter(end -> !end.isAfter(now)).isPresent();
  }

  private void expiring(Instant end) {
    if (end.isAfter(now)) {
      say("it expires " + Ago.of(end, now) + ": if it has not started by then, it never starts");
    } else {
      say("it expired " + Ago.of(end, now) + ": it ends with the next claim, as cancelled");
    }
  }

  private String place(String name) {
    return ahead == 0 ? "next in line in " + name : jobs(ahead) + " ahead of it in " + name;
  }

  private static String jobs(long count) {
    return count == 1 ? "1 job" : count + " jobs";
  }

  private void parked(ParkReason reason) {
    boolean unknown = reason.code().equals("unknown_type");
    String what =
        unknown
            ? "no worker that claimed it knows the type " + job.job().type()
            : "the worker that claimed it could not read its payload"
                + (reason.detail().isEmpty() ? "" : " (" + reason.detail() + ")");
    say(
        what + "; it used no attempt and is tried again " + Ago.of(job.job().scheduledAt(), now),
        unknown ? serve() : "duly job edit " + id(job) + " JSON");
  }

  /** An application's jobs are not for commands, and which they are only their owner knows. */
  private String serve() {
    return "start the application that handles "
        + job.job().type()
        + " on "
        + queue.queue()
        + "; if a command does: duly work -q "
        + queue.queue()
        + " --exec '"
        + job.job().type()
        + "=COMMAND'";
  }

  private void running() {
    String worker = job.worker().orElse("?");
    boolean renewed = job.leaseUntil().map(until -> until.isAfter(now)).orElse(false);
    say(
        renewed
            ? "it runs on " + worker + " since " + Ago.of(job.startedAt(), now)
            : "its worker "
                + worker
                + " has not renewed its lease, which ended "
                + Ago.of(job.leaseUntil(), now)
                + ": the next worker that claims gets it");
    if (job.cancelRequested()) {
      say("it was asked to stop");
    }
  }

  private void dead() {
    say(
        "it failed for good "
            + Ago.of(job.finishedAt(), now)
            + " ("
            + job.deadReason().orElse("?")
            + ")"
            + job.lastError().map(f -> ": " + firstLine(f)).orElse(""),
        "duly dlq show " + id(job),
        "duly dlq edit " + id(job) + " JSON",
        "duly dlq retry " + id(job));
  }

  private void say(String fact, String... commands) {
    lines.add(fact);
    for (String command : commands) {
      lines.add("  → " + proposal.typed(command));
    }
  }

  private static String id(JobRecord job) {
    return job.job().id().value();
  }

  private static String firstLine(Failure failure) {
    return failure.message().lines().findFirst().orElse(failure.error());
  }
}
