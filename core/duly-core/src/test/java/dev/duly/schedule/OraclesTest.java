package dev.duly.schedule;

import static com.cronutils.model.CronType.UNIX;
import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

/**
 * Rule K1 against three other readers of cron texts, on random texts in UTC, where no clocks are
 * moved. Each is asked what it can read: cron-utils five fields, Quartz and Spring six. One of the
 * day fields is left open, since what two of them mean is where they differ.
 */
class OraclesTest {
  private static final int TEXTS = 2_000;
  private static final Instant FROM = Instant.parse("2026-11-29T05:17:43Z");
  private static final String[] DAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void cron_utils_finds_the_same_times() {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(UNIX));
    for (int i = 0; i < TEXTS; i++) {
      String text = minuteToHour() + (random.nextBoolean() ? days() : weekdays());
      ExecutionTime other = ExecutionTime.forCron(parser.parse(text));
      assertThat(ScheduleSpec.parse(text).after(FROM, 5))
          .as(text)
          .isEqualTo(
              times(
                  time ->
                      other
                          .nextExecution(time.atZone(ZoneOffset.UTC))
                          .map(ZonedDateTime::toInstant)));
    }
  }

  @Test
  void quartz_finds_the_same_times() throws Exception {
    for (int i = 0; i < TEXTS; i++) {
      String seconds = field(0, 59) + " " + minuteToHour();
      String text = seconds + (random.nextBoolean() ? specialDays() : specialWeekdays());
      if (text.contains("W ")) {
        continue; // Quartz loses times of such a day; Spring reads W as we do
      }
      CronExpression other = new CronExpression(text);
      other.setTimeZone(TimeZone.getTimeZone("UTC"));
      assertThat(ScheduleSpec.parse(text).after(FROM, 5))
          .as(text)
          .isEqualTo(
              times(
                  time ->
                      Optional.ofNullable(other.getNextValidTimeAfter(Date.from(time)))
                          .map(Date::toInstant)));
    }
  }

  @Test
  void spring_finds_the_same_times() {
    for (int i = 0; i < TEXTS; i++) {
      String seconds = field(0, 59) + " " + minuteToHour();
      String text = seconds + (random.nextBoolean() ? specialDays() : weekdays());
      var other = org.springframework.scheduling.support.CronExpression.parse(text);
      assertThat(ScheduleSpec.parse(text).after(FROM, 5))
          .as(text)
          .isEqualTo(
              times(
                  time ->
                      Optional.ofNullable(other.next(time.atZone(ZoneOffset.UTC)))
                          .map(ZonedDateTime::toInstant)));
    }
  }

  private static List<Instant> times(Function<Instant, Optional<Instant>> next) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> time = next.apply(FROM);
    while (time.isPresent() && times.size() < 5) {
      times.add(time.get());
      time = next.apply(time.get());
    }
    return times;
  }

  private String minuteToHour() {
    return field(0, 59) + " " + field(0, 23) + " ";
  }

  private String months() {
    return random.nextInt(3) > 0 ? "*" : field(1, 12);
  }

  private String days() {
    return field(1, 28) + " " + months() + " *";
  }

  /** Of the month, with what Quartz and Spring know besides numbers. */
  private String specialDays() {
    String day =
        switch (random.nextInt(5)) {
          case 0 -> "L";
          case 1 -> "LW";
          case 2 -> "L-" + (1 + random.nextInt(20));
          case 3 -> (1 + random.nextInt(28)) + "W";
          default -> field(1, 28);
        };
    return day + " " + months() + " ?";
  }

  private String weekdays() {
    int from = 1 + random.nextInt(6); // cron-utils reads SUN as 7
    int to = from + random.nextInt(7 - from);
    return "* " + months() + " " + (from == to ? DAYS[from] : DAYS[from] + "-" + DAYS[to]);
  }

  private String specialWeekdays() {
    String day = DAYS[random.nextInt(7)];
    return "? "
        + months()
        + " "
        + switch (random.nextInt(3)) {
          case 0 -> day + "#" + (1 + random.nextInt(4));
          case 1 -> day + "L";
          default -> day;
        };
  }

  private String field(int min, int max) {
    int a = min + random.nextInt(max - min + 1);
    int b = a + random.nextInt(max - a + 1);
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> "*/" + (1 + random.nextInt(max / 2));
      case 2 -> a + "-" + b;
      case 3 -> a + "-" + b + "/" + (1 + random.nextInt(5));
      case 4 ->
          random
              .ints(3, min, max + 1)
              .sorted()
              .distinct()
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(","));
      default -> Integer.toString(a);
    };
  }
}
