package dev.duly.monitor;

import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the times of schedules, added up from their ledgers; counted are the first
 * thousand schedules, and of each the thousand times that its ledger keeps.
 *
 * @param schedules how many there are
 * @param paused of those
 * @param times how many had each outcome
 */
public record ScheduleCounts(int schedules, int paused, Map<TickOutcome, Long> times) {
  private static final int LOOKED_AT = 1_000;
  private static final int TICKS_FIRST = 100;

  /** Of the times at this moment or later. */
  public static ScheduleCounts since(Schedules room, Instant from) {
    Map<TickOutcome, Long> times = new EnumMap<>(TickOutcome.class);
    List<ScheduleRecord> records = room.list("", LOOKED_AT);
    for (ScheduleRecord record : records) {
      for (Tick tick : ledger(room, record.id(), from)) {
        if (!tick.nominal().isBefore(from)) {
          times.merge(tick.outcome(), 1L, Long::sum);
        }
      }
    }
    int paused = (int) records.stream().filter(ScheduleRecord::paused).count();
    return new ScheduleCounts(records.size(), paused, times);
  }

  /** Most have few times in an hour; of the others all that are kept. */
  private static List<Tick> ledger(Schedules room, String id, Instant from) {
    List<Tick> latest = room.ledger(id, TICKS_FIRST);
    boolean isCut =
        latest.size() == TICKS_FIRST && !latest.get(TICKS_FIRST - 1).nominal().isBefore(from);
    return isCut ? room.ledger(id, Schedules.TICKS_KEPT_MAX) : latest;
  }

  public long of(TickOutcome outcome) {
    return times.getOrDefault(outcome, 0L);
  }
}
