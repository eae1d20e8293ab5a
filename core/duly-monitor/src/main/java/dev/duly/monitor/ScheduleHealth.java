package dev.duly.monitor;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What needs attention of schedules; looked at are the first thousand. */
public final class ScheduleHealth {
  private static final int LOOKED_AT = 1_000;
  private static final int TICKS = 10;
  private static final Duration LATE = Duration.ofMinutes(1);

  private ScheduleHealth() {}

  /** A warning for each thing. */
  public static List<HealthIssue> findings(Schedules room) {
    List<HealthIssue> findings = new ArrayList<>();
    Instant late = room.now().minus(LATE);
    int overdue = 0;
    for (ScheduleRecord record : room.list("", LOOKED_AT)) {
      boolean isOverdue =
          !record.paused() && record.next().filter(next -> next.isBefore(late)).isPresent();
      overdue += isOverdue ? 1 : 0;
      if (record.isUndeclared()) {
        findings.add(
            HealthIssue.warning(
                "schedule " + record.id() + " is declared by no code any more",
                "declare it again, or remove it: duly schedule rm " + record.id()));
      }
      missed(room, record).ifPresent(findings::add);
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
