package dev.duly.cli.top;

import dev.duly.backend.room.Acted;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.cli.picture.Columns;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Units;
import dev.duly.monitor.Visible;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The newest jobs, or those that fit a query; they can be opened, sent again, cancelled, deleted.
 */
final class JobsPage implements Page {
  private static final int SHOWN = 100;

  private final Inspector inspector;
  private final Operator operator;
  private final String who;
  private final Function<JobRecord, String> card;
  private String query = "";
  private List<JobRecord> jobs = List.of();
  private List<String> table = List.of("");
  private Optional<JobRef> sureToDelete = Optional.empty();

  JobsPage(Inspector inspector, Operator operator, String who, Function<JobRecord, String> card) {
    this.inspector = inspector;
    this.operator = operator;
    this.who = who;
    this.card = card;
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public String keys() {
    return "/ filter   enter open   R retry   C cancel   D delete";
  }

  String query() {
    return query;
  }

  /**
   * Shows those that fit.
   *
   * @throws IllegalArgumentException if the query cannot be read; then nothing changes
   */
  void filter(String query) {
    JobFilter.parse(query);
    this.query = query;
  }

  @Override
  public void look(Picture picture) {
    jobs = inspector.list(new JobQuery(JobFilter.parse(query), SHOWN).payloadBytesMax(0)).jobs();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("STATE", "TYPE", "QUEUE", "ID", "ATT", "CREATED", "ERROR"));
    for (JobRecord r : jobs) {
      rows.add(
          List.of(
              state(r, picture.at()),
              Units.left(r.job().type(), 20).strip(),
              r.job().queue(),
              r.job().id().value(),
              Units.runs(r),
              Units.time(Duration.between(r.job().createdAt(), picture.at()).abs()) + " ago",
              r.state() == JobState.COMPLETED
                  ? ""
                  : Visible.of(
                      r.lastError().flatMap(f -> f.message().lines().findFirst()).orElse(""))));
    }
    table = Columns.of(rows);
  }

  private static String state(JobRecord r, Instant now) {
    return switch (r.state()) {
      case RUNNING -> "▶ running";
      case COMPLETED -> "✔ completed";
      case CANCELLED -> "– cancelled";
      case DEAD -> "✖ dead";
      case OTHER -> "? " + r.stateText();
      case WAITING -> {
        Duration left = Duration.between(now, r.job().scheduledAt());
        yield left.isNegative()
            ? "· waiting"
            : (r.job().attempts() > 0 ? "↻ in " : "○ in ") + Units.time(left);
      }
    };
  }

  @Override
  public List<String> table() {
    return table;
  }

  @Override
  public List<String> ids() {
    return jobs.stream().map(r -> r.job().id().value()).toList();
  }

  @Override
  public Done press(int key, int row) {
    Optional<JobRef> sure = sureToDelete;
    sureToDelete = Optional.empty();
    if (row < 0) {
      return Done.NOTHING;
    }
    JobRef job = jobs.get(row).ref();
    return switch (key) {
      case Key.ENTER ->
          new Done.Shows(
              inspector.find(job).map(card).orElse("there is no job " + job.id() + " any more"));
      case 'R' -> said(job, "retried", operator.requeue(List.of(job), who));
      case 'C' -> said(job, "cancelled", operator.cancel(List.of(job), who));
      case 'D' -> delete(job, sure);
      default -> Done.NOTHING;
    };
  }

  /** It cannot be undone, so it takes two presses on the same job. */
  private Done delete(JobRef job, Optional<JobRef> sure) {
    if (sure.equals(Optional.of(job))) {
      return said(job, "deleted", operator.delete(List.of(job), who));
    }
    sureToDelete = Optional.of(job);
    return new Done.Said("delete " + job.id() + " for good? D once more");
  }

  private static Done said(JobRef job, String done, List<Acted> acts) {
    JobId id = job.id();
    return new Done.Said(
        switch (acts.get(0)) {
          case DONE -> done + " " + id;
          case ASKED -> "asked " + id + " to stop";
          case NOT_FOUND -> "there is no job " + id + " any more";
          case KEY_HELD -> id + " stays as it is: another job holds its unique key";
          case WRONG_STATE -> id + " cannot be " + done + " in the state it is in";
        });
  }
}
