package dev.duly.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Rule K5 against brute force: around every transition from 2020 to 2030 of every zone, each minute
 * is looked at, and the times must be the same. Zones of the same rules are looked at once.
 */
class AllZonesTest {
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2031-01-01T00:00:00Z");
  private static final Duration AROUND = Duration.ofHours(26);
  private static final long TWO_DAYS = 2_880; // minutes
  private static final List<String> TEXTS =
      List.of(
          "*/15 * * * *",
          "30 */2 * * *",
          "20 1/1 * * *",
          "30 2 * * *",
          "0,15,30,45 0,1,2,3 * * *",
          "59 23 * * *",
          "0 0 * * *",
          "5 1-3 * * *");

  @Test
  void every_transition_of_every_zone_is_as_brute_force_says() {
    Set<ZoneRules> seen = new HashSet<>();
    int zones = 0;
    int transitions = 0;
    long times = 0;
    for (String id : ZoneRulesProvider.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(id);
      if ((id.indexOf('/') < 0 && !id.equals("UTC")) || !seen.add(zone.getRules())) {
        continue;
      }
      zones++;
      ZoneOffsetTransition moved = zone.getRules().nextTransition(FROM);
      while (moved != null && moved.getInstant().isBefore(TO)) {
        transitions++;
        for (String text : TEXTS) {
          times += compare(text, zone, moved.getInstant());
        }
        moved = zone.getRules().nextTransition(moved.getInstant());
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(transitions).isGreaterThan(500);
    System.out.printf(
        "%d sets of rules, %d transitions, %,d times: no difference%n", zones, transitions, times);
  }

  private static int compare(String text, ZoneId zone, Instant around) {
    CronSpec spec = (CronSpec) ScheduleSpec.parse(text, zone);
    Instant from = around.minus(AROUND);
    Instant to = around.plus(AROUND);
    List<Instant> expected =
        spec.times().isHourNamed() ? named(spec, zone, from, to) : any(spec, zone, from, to);
    List<Instant> found = new ArrayList<>();
    for (Instant time = spec.after(from).orElseThrow();
        !time.isAfter(to);
        time = spec.after(time).orElseThrow()) {
      found.add(time);
    }
    assertThat(found).as(text + " " + zone + " around " + around).isEqualTo(expected);
    return found.size();
  }

  /** Every minute whose local time fits. */
  private static List<Instant> any(CronSpec spec, ZoneId zone, Instant from, Instant to) {
    List<Instant> times = new ArrayList<>();
    ZoneRules rules = zone.getRules();
    int offset = 0;
    long known = Long.MIN_VALUE; // until then the offset is the same
    for (long minute = minutes(from) + 1; minute <= minutes(to); minute++) {
      if (minute * 60 >= known) {
        Instant now = Instant.ofEpochSecond(minute * 60);
        offset = rules.getOffset(now).getTotalSeconds();
        ZoneOffsetTransition next = rules.nextTransition(now);
        known = next == null ? Long.MAX_VALUE : next.toEpochSecond();
      }
      if (fits(spec, Math.floorDiv(minute * 60 + offset, 60L))) {
        times.add(Instant.ofEpochSecond(minute * 60));
      }
    }
    return times;
  }

  /** Every local minute that fits, at the instant that it has, or that it is moved to. */
  private static List<Instant> named(CronSpec spec, ZoneId zone, Instant from, Instant to) {
    TreeSet<Instant> times = new TreeSet<>();
    for (long minute = minutes(from) - TWO_DAYS; minute <= minutes(to) + TWO_DAYS; minute++) {
      if (fits(spec, minute)) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        Instant time =
            offsets.isEmpty()
                ? zone.getRules().getTransition(local).getInstant()
                : local.toInstant(offsets.get(0));
        if (time.isAfter(from) && !time.isAfter(to)) {
          times.add(time);
        }
      }
    }
    return List.copyOf(times);
  }

  /** Of a local time, in minutes since 1970. */
  private static boolean fits(CronSpec spec, long minute) {
    int ofDay = (int) Math.floorMod(minute, 1_440L);
    return spec.times().minutes().get(ofDay % 60) && spec.times().hours().get(ofDay / 60);
  }

  private static long minutes(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), 60L);
  }
}
