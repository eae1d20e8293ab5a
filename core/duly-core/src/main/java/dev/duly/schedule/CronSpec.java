package dev.duly.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Local times of a zone that fit a cron text. Where the zone's clocks are moved, what counts is
 * whether the hour was named (rule K5):
 *
 * <ul>
 *   <li>an hour field without {@code *} and {@code /} names local times, and each comes once a day:
 *       one that is skipped comes when the clocks are moved, one that is there twice comes the
 *       first time
 *   <li>else every instant counts whose local time fits: an hour that is there twice has its times
 *       twice, and one that is skipped has none
 * </ul>
 *
 * @param fields as they were written, with single spaces
 */
record CronSpec(String fields, CronTimes times, ZoneId zone) implements ScheduleSpec {
  @Override
  public String text() {
    return fields + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
  }

  @Override
  public Optional<Instant> after(Instant time) {
    return times.isHourNamed() ? afterNamed(time) : afterAny(time);
  }

  private Optional<Instant> afterNamed(Instant time) {
    ZoneRules rules = zone.getRules();
    LocalDateTime from = LocalDateTime.ofInstant(time, zone).truncatedTo(ChronoUnit.SECONDS);
    Optional<LocalDateTime> local = times.from(from.plusSeconds(1));
    while (local.isPresent()) {
      ZoneOffsetTransition moved = rules.getTransition(local.get());
      Instant instant =
          moved != null && moved.isGap()
              ? moved.getInstant()
              : local.get().toInstant(rules.getValidOffsets(local.get()).get(0));
      if (instant.isAfter(time)) {
        return Optional.of(instant);
      }
      local = times.from(local.get().plusSeconds(1));
    }
    return Optional.empty();
  }

  private Optional<Instant> afterAny(Instant time) {
    ZoneRules rules = zone.getRules();
    Instant from = time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition moved = rules.nextTransition(from);
      Optional<Instant> found =
          times.from(LocalDateTime.ofInstant(from, offset)).map(local -> local.toInstant(offset));
      if (found.isEmpty() || moved == null || found.get().isBefore(moved.getInstant())) {
        return found;
      }
      from = moved.getInstant();
    }
  }
}
