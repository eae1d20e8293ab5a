package dev.duly.schedule;

import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.job.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a schedule's text, and says where and why it is none. For one text, once. */
final class SpecReader {
  private static final Duration EVERY_MIN = Duration.ofSeconds(1);
  private static final Duration EVERY_MAX = Duration.ofDays(3_650);

  /** Offsets, old names, and places that are written wrongly; no field of a cron text. */
  private static final Pattern LIKE_A_ZONE =
      Pattern.compile(
          "(?i)[+-].*|(utc|gmt).+|gmt|z|[a-z]{3}\\d[a-z]{3}|[a-z_]+/[a-z_].*"
              + "|(?!(sun|mon|tue|wed|thu|fri|sat)l$)[a-z_]{4,}");

  private static final Map<String, String> MACROS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *");

  private final String text;
  private final List<Word> words = new ArrayList<>();

  /**
   * A word of the text.
   *
   * @param at its position, from 0 on
   */
  record Word(String text, int at) {}

  private SpecReader(String text) {
    this.text = text;
    if (text.length() > ScheduleSpec.TEXT_MAX) {
      throw trouble(
          ScheduleSpec.TEXT_MAX,
          "a schedule is at most " + ScheduleSpec.TEXT_MAX + " characters, was " + text.length());
    }
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
        end++;
      }
      if (end > at) {
        words.add(new Word(text.substring(at, end), at));
      }
      at = end + 1;
    }
    if (words.isEmpty()) {
      throw trouble(
          0, "is empty: write five fields such as 0 6 * * *, every 15m, or at an instant");
    }
  }

  static ScheduleSpec read(String text) {
    SpecReader reader = new SpecReader(text);
    Word last = reader.words.get(reader.words.size() - 1);
    if (reader.words.size() > 1 && isZone(last.text)) {
      reader.words.remove(last);
      return reader.spec(zone(last.text));
    }
    return reader.spec(ZoneOffset.UTC);
  }

  static ScheduleSpec read(String text, ZoneId zone) {
    if (!zone.equals(ZoneOffset.UTC) && !isZone(zone.getId())) {
      throw new IllegalArgumentException(
          "zone "
              + Names.quoted(zone.getId())
              + " is not one of a place: write one such as Europe/Oslo, or UTC");
    }
    return new SpecReader(text).spec(zone(zone.getId()));
  }

  private static ZoneId zone(String id) {
    return id.equals("UTC") || id.equals("Z") ? ZoneOffset.UTC : ZoneId.of(id);
  }

  /** Places, of which the rules are kept up; no offsets, and none of the old three letters. */
  private static boolean isZone(String id) {
    return id.equals("UTC")
        || (id.indexOf('/') > 0 && ZoneRulesProvider.getAvailableZoneIds().contains(id));
  }

  private ScheduleSpec spec(ZoneId zone) {
    Word first = words.get(0);
    return switch (first.text.toLowerCase(Locale.ROOT)) {
      case "every" -> interval(zone);
      case "at" -> once(zone);
      default -> cron(zone);
    };
  }

  private ScheduleSpec interval(ZoneId zone) {
    requireNoZone(zone);
    Word length = word(1, "a time, such as 15m");
    Duration every;
    try {
      every = DurationText.parse(length.text);
    } catch (IllegalArgumentException e) {
      throw trouble(
          length.at, "an interval is a time of 1s at least, such as 15m, was " + quoted(length));
    }
    if (every.compareTo(EVERY_MIN) < 0
        || every.compareTo(EVERY_MAX) > 0
        || every.toNanosPart() > 0) {
      throw trouble(
          length.at,
          "an interval is 1s to 3650d, in whole seconds, was " + DurationText.shown(every));
    }
    if (words.size() == 2) {
      return new IntervalSpec(every, Instant.EPOCH);
    }
    if (!words.get(2).text.equalsIgnoreCase("from")) {
      throw trouble(words.get(2).at, "from and an instant may follow, was " + quoted(words.get(2)));
    }
    return new IntervalSpec(every, instant(3));
  }

  private ScheduleSpec once(ZoneId zone) {
    requireNoZone(zone);
    return new OnceSpec(instant(1));
  }

  private void requireNoZone(ZoneId zone) {
    if (!zone.equals(ZoneOffset.UTC)) {
      throw trouble(
          text.length(), "a zone belongs to fields; an instant or an interval has none: " + zone);
    }
  }

  private Word word(int n, String what) {
    if (words.size() <= n) {
      throw trouble(text.length(), what + " is missing");
    }
    return words.get(n);
  }

  /** The last word. */
  private Instant instant(int n) {
    Word word = word(n, "an instant, such as 2030-01-01T06:00:00Z,");
    if (words.size() > n + 1) {
      throw trouble(words.get(n + 1).at, "nothing may follow, was " + quoted(words.get(n + 1)));
    }
    try {
      Instant instant = Instant.parse(word.text);
      if (ScheduleSpec.hasFraction(instant)) {
        throw trouble(word.at, "an instant is of whole seconds, was " + word.text);
      }
      StorableInstant.problemWith("an instant", instant)
          .ifPresent(
              problem -> {
                throw trouble(word.at, problem);
              });
      return instant;
    } catch (DateTimeParseException e) {
      throw trouble(word.at, quoted(word) + " is not an instant: write 2030-01-01T06:00:00Z");
    }
  }

  private ScheduleSpec cron(ZoneId zone) {
    Word first = words.get(0);
    List<Word> fields = words;
    if (first.text.startsWith("@")) {
      String macro = MACROS.get(first.text.toLowerCase(Locale.ROOT));
      if (macro == null) {
        throw trouble(
            first.at,
            quoted(first) + " is none of @hourly @daily @midnight @weekly @monthly @yearly");
      } else if (words.size() > 1) {
        throw trouble(
            words.get(1).at, "a zone such as Europe/Oslo may follow, was " + quoted(words.get(1)));
      }
      fields = new SpecReader(macro).words;
    }
    Word last = fields.get(fields.size() - 1);
    if (fields.size() > 5 && LIKE_A_ZONE.matcher(last.text).matches()) {
      throw trouble(
          last.at, quoted(last) + " is no zone of a place: write one such as Europe/Oslo, or UTC");
    }
    if (fields.size() < 5 || fields.size() > 6) {
      throw trouble(
          fields.size() > 6 ? fields.get(6).at : text.length(),
          "five fields, minute hour day month weekday, or six with seconds first; behind them a zone"
              + " may follow, such as Europe/Oslo; was "
              + fields.size()
              + (fields.size() == 1 ? " field" : " fields"));
    }
    CronTimes times = new CronReader(text, fields).times();
    String joined = fields.stream().map(Word::text).collect(Collectors.joining(" "));
    CronSpec spec = new CronSpec(joined, times, zone);
    if (times.from(Instant.now().atZone(zone).toLocalDateTime()).isEmpty()) {
      throw trouble(fields.get(0).at, "no time fits within " + ScheduleSpec.YEARS_MAX + " years");
    }
    return spec;
  }

  private static String quoted(Word word) {
    return Names.quoted(word.text);
  }

  private IllegalArgumentException trouble(int at, String why) {
    return trouble(text, at, why);
  }

  static IllegalArgumentException trouble(String text, int at, String why) {
    return new IllegalArgumentException(
        "schedule " + Names.quoted(text) + ", position " + (at + 1) + ": " + why);
  }
}
