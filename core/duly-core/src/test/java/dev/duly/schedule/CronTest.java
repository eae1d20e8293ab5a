package dev.duly.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules K1 and K5: which times a text has, and what is refused. */
class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * *             | 2026-11-29T06:00:00Z | 2026-11-30T06:00:00Z 2026-12-01T06:00:00Z",
        "15 30 6 * * *         | 2026-11-29T06:30:14Z | 2026-11-29T06:30:15Z 2026-11-30T06:30:15Z",
        "*/20 * * * * *        | 2026-11-29T06:59:39Z | 2026-11-29T06:59:40Z 2026-11-29T07:00:00Z",
        "5/20 * * * *          | 2026-11-29T06:00:00Z | 2026-11-29T06:05:00Z 2026-11-29T06:25:00Z",
        "10-30/10,50 9 * * *   | 2026-11-29T09:20:00Z | 2026-11-29T09:30:00Z 2026-11-29T09:50:00Z",
        "0 9 * * mon-fri       | 2026-11-27T09:00:00Z | 2026-11-30T09:00:00Z 2026-12-01T09:00:00Z",
        "0 9 * * SAT-SUN       | 2026-11-27T09:00:00Z | 2026-11-28T09:00:00Z 2026-11-29T09:00:00Z",
        "0 0 * * 0             | 2026-11-29T00:00:00Z | 2026-12-06T00:00:00Z 2026-12-13T00:00:00Z",
        "0 0 * * 7             | 2026-11-28T00:00:00Z | 2026-11-29T00:00:00Z 2026-12-06T00:00:00Z",
        "0 0 * * 5-7           | 2026-11-28T00:00:00Z | 2026-11-29T00:00:00Z 2026-12-04T00:00:00Z",
        "0 0 29 2 *            | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
        "0 0 L * ?             | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z 2026-03-31T00:00:00Z",
        "0 0 L-3 * ?           | 2026-01-31T00:00:00Z | 2026-02-25T00:00:00Z 2026-03-28T00:00:00Z",
        "0 0 LW * ?            | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z 2026-02-27T00:00:00Z",
        "0 0 15W * ?           | 2026-02-01T00:00:00Z | 2026-02-16T00:00:00Z 2026-03-16T00:00:00Z",
        "0 0 1W * ?            | 2026-07-31T00:00:00Z | 2026-08-03T00:00:00Z 2026-09-01T00:00:00Z",
        "0 0 31W * ?           | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z 2026-07-31T00:00:00Z",
        "0 0 ? * 5L            | 2026-11-01T00:00:00Z | 2026-11-27T00:00:00Z 2026-12-25T00:00:00Z",
        "0 0 ? * friL          | 2026-11-01T00:00:00Z | 2026-11-27T00:00:00Z 2026-12-25T00:00:00Z",
        "0 0 ? * 2#1           | 2026-11-01T00:00:00Z | 2026-11-03T00:00:00Z 2026-12-01T00:00:00Z",
        "0 0 ? * MON#5         | 2026-11-01T00:00:00Z | 2026-11-30T00:00:00Z 2027-03-29T00:00:00Z",
        "0 0 13 * FRI          | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z 2026-11-13T00:00:00Z",
        "0 0 1,L * ?           | 2026-11-01T00:00:00Z | 2026-11-30T00:00:00Z 2026-12-01T00:00:00Z",
        "0 0 */10 * MON        | 2026-11-01T00:00:00Z | 2026-12-21T00:00:00Z 2027-01-11T00:00:00Z",
        "0 0 1 JAN-MAR,oct *   | 2026-03-01T00:00:00Z | 2026-10-01T00:00:00Z 2027-01-01T00:00:00Z",
        "@hourly               | 2026-11-29T06:00:00Z | 2026-11-29T07:00:00Z 2026-11-29T08:00:00Z",
        "@daily                | 2026-11-29T06:00:00Z | 2026-11-30T00:00:00Z 2026-12-01T00:00:00Z",
        "@Midnight             | 2026-11-29T06:00:00Z | 2026-11-30T00:00:00Z 2026-12-01T00:00:00Z",
        "@weekly               | 2026-11-29T06:00:00Z | 2026-12-06T00:00:00Z 2026-12-13T00:00:00Z",
        "@monthly              | 2026-11-29T06:00:00Z | 2026-12-01T00:00:00Z 2027-01-01T00:00:00Z",
        "@yearly               | 2026-11-29T06:00:00Z | 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z",
        "every 15m             | 2026-11-29T06:07:00Z | 2026-11-29T06:15:00Z 2026-11-29T06:30:00Z",
        "every 90s from 2026-11-29T06:00:10Z | 2026-11-29T05:00:00Z | 2026-11-29T06:00:10Z 2026-11-29T06:01:40Z",
        "0 6 * * * Europe/Oslo | 2026-06-01T00:00:00Z | 2026-06-01T04:00:00Z 2026-06-02T04:00:00Z",
      })
  void a_text_has_these_times(String text, Instant after, String times) {
    assertThat(times(text, after, 2)).isEqualTo(times);
  }

  /** Where clocks are moved. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Berlin: 29 March 2026 from 2 to 3, 25 October from 3 to 2
        "30 2 * * * Europe/Berlin | 2026-03-27T12:00:00Z | 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "0 2,3 * * * Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T01:00:00Z",
        "0,30 2 * * * Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T00:30:00Z",
        "30 2 * * * Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z",
        "30 2 * * * Europe/Berlin | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z 2026-10-28T01:30:00Z",
        "30 * * * * Europe/Berlin | 2026-10-24T23:00:00Z | 2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z",
        "30 * * * * Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z",
        "15 2/1 * * * Europe/Berlin | 2026-03-28T23:00:00Z | 2026-03-29T01:15:00Z 2026-03-29T02:15:00Z 2026-03-29T03:15:00Z",
        // New York: 8 March 2026 from 2 to 3, 1 November from 2 to 1
        "30 2 * * * America/New_York | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z 2026-03-10T06:30:00Z",
        "30 1 * * * America/New_York | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z 2026-11-03T06:30:00Z",
        "0 */2 * * * America/New_York | 2026-11-01T03:00:00Z | 2026-11-01T04:00:00Z 2026-11-01T07:00:00Z 2026-11-01T09:00:00Z",
        // Lord Howe: half an hour, 4 October 2026 from 2:00 to 2:30, 5 April from 2:00 to 1:30
        "15 2 * * * Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z 2026-10-05T15:15:00Z",
        "45 1 * * * Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z 2026-04-06T15:15:00Z",
        "45 * * * * Australia/Lord_Howe | 2026-04-04T14:00:00Z | 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z 2026-04-04T16:15:00Z",
        // Apia had no 30 December 2011
        "0 12 * * * Pacific/Apia | 2011-12-29T00:00:00Z | 2011-12-29T22:00:00Z 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z",
        "0 */6 * * * Pacific/Apia | 2011-12-30T03:00:00Z | 2011-12-30T04:00:00Z 2011-12-30T10:00:00Z 2011-12-30T16:00:00Z",
        // Cairo and Havana move at midnight
        "@daily Africa/Cairo | 2026-04-22T12:00:00Z | 2026-04-22T22:00:00Z 2026-04-23T22:00:00Z 2026-04-24T21:00:00Z",
        "30 0 * * * America/Havana | 2026-10-31T12:00:00Z | 2026-11-01T04:30:00Z 2026-11-02T05:30:00Z 2026-11-03T05:30:00Z",
        "30 */1 * * * America/Havana | 2026-11-01T04:00:00Z | 2026-11-01T04:30:00Z 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z",
        "@daily America/Havana | 2026-03-07T12:00:00Z | 2026-03-08T05:00:00Z 2026-03-09T04:00:00Z 2026-03-10T04:00:00Z",
      })
  void clocks_that_are_moved_lose_no_named_time_and_have_none_twice(
      String text, Instant after, String times) {
    assertThat(times(text, after, 3)).isEqualTo(times);
  }

  private static String times(String text, Instant after, int count) {
    return ScheduleSpec.parse(text).after(after, count).stream()
        .map(Instant::toString)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | position 1: is empty",
        "0 6 * *                   | position 8: five fields, minute hour day month weekday",
        "0 0 6 * * * *             | position 13: five fields",
        "60 6 * * *                | position 1: minute must be 0 to 59, was \"60\"",
        "0 24 * * *                | position 3: hour must be 0 to 23, was \"24\"",
        "0 6 0 * *                 | position 5: day of the month must be 1 to 31, was \"0\"",
        "0 6 * 13 *                | position 7: month must be 1 to 12 or JAN to DEC, was \"13\"",
        "0 6 * * 8                 | position 9: day of the week must be 0 to 7 or SUN to SAT, was \"8\"",
        "0 6 * * MON,FOO           | position 13: day of the week must be 0 to 7 or SUN to SAT, was \"FOO\"",
        "0 6 * * FRI-MON           | position 9: the range FRI-MON is empty",
        "30-10 6 * * *             | position 1: the range 30-10 is empty",
        "*/0 * * * *               | position 3: a step is 1 to 59, was \"0\"",
        "*/x * * * *               | position 3: a step is 1 to 59, was \"x\"",
        "1,,2 6 * * *              | position 3: minute is missing between commas",
        "? 6 * * *                 | position 1: minute must be 0 to 59, was \"?\"",
        "0 6 L-31 * *              | position 7: L- is followed by 1 to 30, was 31",
        "0 6 32W * *               | position 5: day of the month must be 1 to 31, was \"32\"",
        "0 6 * * L                 | position 9: L needs the day before it",
        "0 6 * * 2#6               | position 11: # is followed by 1 to 5, was 6",
        "0 6 30 2 *                | position 1: no time fits within 50 years",
        "0 6 31 4,6,9,11 ?         | position 1: no time fits within 50 years",
        "@fortnightly              | position 1: \"@fortnightly\" is none of @hourly",
        "@daily 3                  | position 8: a zone such as Europe/Oslo may follow, was \"3\"",
        "0 6 * * * EST5EDT         | position 11: \"EST5EDT\" is no zone of a place",
        "0 6 * * * +01:00          | position 11: \"+01:00\" is no zone of a place",
        "0 6 * * * Europe/Olso     | position 11: \"Europe/Olso\" is no zone of a place",
        "0 0 6 * * * GMT+1         | position 13: \"GMT+1\" is no zone of a place",
        "every                     | position 6: a time, such as 15m is missing",
        "every 500ms               | position 7: an interval is 1s to 3650d, in whole seconds, was 500ms",
        "every 1500ms              | position 7: an interval is 1s to 3650d, in whole seconds",
        "every soon                | position 7: ",
        "every 5m at               | position 10: from and an instant may follow, was \"at\"",
        "every 5m from now         | position 15: \"now\" is not an instant",
        "every 5m Europe/Oslo      | a zone belongs to fields",
        "at 2026-01-01             | position 4: \"2026-01-01\" is not an instant",
        "at 2026-01-01T00:00:00.5Z | position 4: an instant is of whole seconds",
        "at 2026-01-01T00:00:00Z 1 | position 25: nothing may follow, was \"1\"",
      })
  void anything_else_is_refused_with_its_position_and_why(String text, String why) {
    assertThatThrownBy(() -> ScheduleSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position ")
        .hasMessageContaining(why);
  }

  @Test
  void a_text_that_is_too_long_is_refused() {
    assertThatThrownBy(() -> ScheduleSpec.parse("0 6 * * " + "1,".repeat(100) + "1"))
        .hasMessageContaining("position 201: a schedule is at most 200 characters, was 209");
  }

  @Test
  void it_is_read_back_as_it_is_written() {
    for (String text :
        new String[] {
          "0 6 * * MON-FRI Europe/Oslo",
          "*/5 * * * * * UTC",
          "every 15m",
          "at 2030-01-01T06:00:00Z",
          "every 1m30s from 2030-01-01T06:00:00Z",
          "0 0 L-3 * ? UTC"
        }) {
      assertThat(ScheduleSpec.parse(text).text()).isEqualTo(text);
    }
    assertThat(ScheduleSpec.parse(" @daily ").text()).isEqualTo("0 0 * * * UTC");
    assertThat(ScheduleSpec.parse("0\t6  * * *  Europe/Oslo").text())
        .isEqualTo("0 6 * * * Europe/Oslo");
  }

  @Test
  void a_single_time_comes_once() {
    ScheduleSpec once = ScheduleSpec.parse("at 2030-01-01T06:00:00Z");
    assertThat(once.after(Instant.EPOCH, 5)).containsExactly(Instant.parse("2030-01-01T06:00:00Z"));
  }

  /** Whatever is typed, it is a schedule or is refused with a position, and within a moment. */
  @Test
  void noise_is_refused_and_nothing_else_happens() {
    SplittableRandom random = new SplittableRandom(7);
    String[] words = {
      "*",
      "/",
      "-",
      ",",
      "L",
      "W",
      "#",
      "?",
      "0",
      "5",
      "15",
      "31",
      "59",
      "60",
      "99999999999",
      "MON",
      "JAN",
      "every",
      "from",
      "at",
      "1m",
      "@daily",
      "UTC",
      "Europe/Oslo",
      " ",
      " ",
      " ",
      "é",
      "\0"
    };
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(12), 0, words.length)
              .mapToObj(n -> words[n])
              .collect(Collectors.joining());
      try {
        ScheduleSpec spec = ScheduleSpec.parse(text);
        spec.after(Instant.parse("2026-01-01T00:00:00Z"), 3);
        assertThat(ScheduleSpec.parse(spec.text()).text()).isEqualTo(spec.text());
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).contains("position ");
      }
    }
    assertThat(read).isPositive();
  }
}
