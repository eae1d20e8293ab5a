package dev.duly.monitor;

import dev.duly.backend.Rooms;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.schedule.Overlap;
import dev.duly.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What needs attention of schedules; looked at are the first thousand. */
public final class ScheduleHealth {
  private static final int LOOKED_AT = 1_000;
  private static final int TICKS = 10;
  private static final Duration LATE = Duration.ofMinutes(1);

  private ScheduleHealth() {}

  /** A warning for each thing; none of a backend that keeps no schedules. Reads no ledger. */
  public static List<HealthIssue> findings(Rooms rooms) {
    return rooms.schedules().map(room -> findings(room, rooms)).orElse(List.of());
  }

  /** A warning for each schedule that missed some of its latest times. */
  public static List<HealthIssue> missed(Rooms rooms) {
    return rooms.schedules().stream()
        .flatMap(
            room ->
                room.list("", LOOKED_AT).stream().flatMap(record -> missed(room, record).stream()))
        .toList();
  }

  private static List<HealthIssue> findings(Schedules room, Rooms rooms) {
    List<ScheduleRecord> records = room.list("", LOOKED_AT);
    List<HealthIssue> findings = new ArrayList<>(pilingUp(records, rooms));
    Instant late = room.now().minus(LATE);
    int overdue = 0;
    for (ScheduleRecord record : records) {
      boolean isOverdue =
          !record.paused() && record.next().filter(next -> next.isBefore(late)).isPresent();
      overdue += isOverdue ? 1 : 0;
      if (record.isUndeclared()) {
        findings.add(
            HealthIssue.warning(
                "schedule " + record.id() + " is declared by no code any more",
                "declare it again, or remove it: duly schedule rm " + record.id()));
      }
    }
    if (overdue > 0) {
      findings.add(
          HealthIssue.warning(
              overdue
                  + (overdue == 1 ? " schedule is" : " schedules are")
                  + " overdue by more than a minute: no worker fires "
                  + (overdue == 1 ? "it" : "them"),
              "schedules are fired while a worker runs: start one"));
    }
    return findings;
  }

  /**
   * A warning for each schedule whose jobs come faster than one of them usually runs, and are not
   * skipped while the last one does: told by the last hour.
   */
  public static List<HealthIssue> pilingUp(List<ScheduleRecord> records, Rooms rooms) {
    List<Definition> definitions =
        records.stream()
            .filter(record -> !record.paused())
            .map(ScheduleRecord::definition)
            .filter(definition -> definition.overlap() == Overlap.ALLOW)
            .toList();
    if (definitions.isEmpty() || rooms.statistics().isEmpty()) {
      return List.of();
    }
    Instant now = Instant.now();
    List<WorkerReport> reports = rooms.statistics().get().since(now.minus(Statistics.KEPT));
    Map<String, RunCounts> byType = Summary.of(reports, Summary.By.type, now).byKey();
    return definitions.stream().flatMap(it -> pilesUp(it, byType).stream()).toList();
  }

  private static Optional<HealthIssue> pilesUp(
      Definition definition, Map<String, RunCounts> byType) {
    RunCounts runs = byType.getOrDefault(definition.template().type(), RunCounts.NOTHING);
    Duration usual = runs.ran().percentile(0.5);
    return between(definition)
        .filter(apart -> usual.compareTo(apart) > 0)
        .map(
            apart ->
                HealthIssue.warning(
                    "schedule "
                        + definition.id()
                        + " enqueues a job every "
                        + Units.time(apart)
                        + ", and one usually runs for "
                        + Units.time(usual),
                    "skip a time while the last job has not ended: overlap skip"));
  }

  /** From its next time to the one after; empty if there are no two, or none that this can read. */
  private static Optional<Duration> between(Definition definition) {
    try {
      List<Instant> two = ScheduleSpec.parse(definition.spec()).after(Instant.now(), 2);
      return two.size() < 2
          ? Optional.empty()
          : Optional.of(Duration.between(two.get(0), two.get(1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<HealthIssue> missed(Schedules room, ScheduleRecord record) {
    List<Tick> ticks = room.ledger(record.id(), TICKS);
    long missed = ticks.stream().filter(tick -> tick.outcome() == TickOutcome.MISSED).count();
    return missed == 0
        ? Optional.empty()
        : Optional.of(
            HealthIssue.warning(
                "schedule "
                    + record.id()
                    + " missed "
                    + missed
                    + " of its latest "
                    + ticks.size()
                    + " times",
                "no worker ran then, or it was too busy: duly schedule show " + record.id()));
  }
}
