package dev.duly.query;

import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.query.Condition.Range;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a query.
 *
 * <pre>
 * query  = { term }                           all must fit
 * term   = [ "-" ] ( field ":" value { "," value } | word )
 * value  = [ ">" | ">=" | "<" | "<=" ] text   compared: numbers, durations, instants
 * text   = characters but blanks and commas, or anything in double quotes; "*" is anything
 * </pre>
 */
final class QueryReader {
  private static final int LENGTH_MAX = 2_000;
  private static final List<String> LEVELS = List.of("high", "normal", "low");

  private final String query;
  private int at;

  private QueryReader(String query) {
    this.query = query;
  }

  static List<Term> read(String query) {
    QueryReader reader = new QueryReader(query);
    if (query.length() > LENGTH_MAX) {
      throw reader.wrong(LENGTH_MAX, "a query is at most " + LENGTH_MAX + " characters", List.of());
    }
    List<Term> terms = new ArrayList<>();
    for (reader.blanks(); reader.more(); reader.blanks()) {
      int from = reader.at;
      Condition condition = reader.term();
      terms.add(new Term(condition, query.substring(from, reader.at)));
    }
    return terms;
  }

  private Condition term() {
    boolean not = query.charAt(at) == '-';
    at += not ? 1 : 0;
    int from = at;
    while (more() && "\": ,".indexOf(query.charAt(at)) < 0) {
      at++;
    }
    String name = query.substring(from, at);
    if (!more() || query.charAt(at) != ':') {
      return word(not, from);
    }
    at++;
    Field field =
        Field.of(name)
            .orElseThrow(
                () -> wrong(from, "there is no field " + Names.quoted(name), Field.names()));
    String path = field == Field.PAYLOAD ? name.substring("payload.".length()) : "";
    return switch (field.kind()) {
      case WORD, TEXT -> new Condition.Texts(field, path, not, texts(field));
      default -> new Condition.Numbers(field, not, ranges(field));
    };
  }

  private Condition word(boolean not, int from) {
    at = from;
    String word = text();
    if (word.isEmpty()) {
      throw wrong(from, "there is nothing", List.of("a word", "a field such as state:"));
    }
    return new Condition.Word(not, word);
  }

  private List<String> texts(Field field) {
    List<String> texts = new ArrayList<>();
    do {
      int from = at;
      String text = text();
      if (text.isEmpty()) {
        throw wrong(from, field.text() + " has no value", expectedOf(field));
      }
      List<String> words = expectedOf(field);
      if (field.kind() == Field.Kind.WORD && !words.contains(text)) {
        throw wrong(from, "there is no " + field.text() + " " + Names.quoted(text), words);
      }
      texts.add(text);
    } while (comma());
    return texts;
  }

  private static List<String> expectedOf(Field field) {
    return switch (field) {
      case STATE -> Field.STATES;
      case PRIORITY -> LEVELS;
      default -> List.of("a text, with * for anything");
    };
  }

  private List<Range> ranges(Field field) {
    List<Range> ranges = new ArrayList<>();
    do {
      ranges.add(range(field));
    } while (comma());
    return ranges;
  }

  private Range range(Field field) {
    int from = at;
    String operator = operator();
    int value = at;
    String text = text();
    Range equal =
        switch (field.kind()) {
          case NUMBER -> number(text, value);
          case DURATION -> duration(text, value);
          default -> instant(text, value);
        };
    if (operator.isEmpty() && field.kind() == Field.Kind.DURATION) {
      throw wrong(from, "a duration is compared", List.of(">" + text, "<" + text));
    }
    return switch (operator) {
      case ">" -> new Range(equal.max() + 1, Long.MAX_VALUE);
      case ">=" -> new Range(equal.min(), Long.MAX_VALUE);
      case "<" -> new Range(Long.MIN_VALUE, equal.min() - 1);
      case "<=" -> new Range(Long.MIN_VALUE, equal.max());
      default -> equal;
    };
  }

  private String operator() {
    for (String operator : List.of(">=", "<=", ">", "<")) {
      if (query.startsWith(operator, at)) {
        at += operator.length();
        return operator;
      }
    }
    return "";
  }

  private Range number(String text, int from) {
    if (!text.matches("-?[0-9]{1,15}")) {
      throw wrong(from, Names.quoted(text) + " is no number", List.of("a number such as >3"));
    }
    return new Range(Long.parseLong(text), Long.parseLong(text));
  }

  private Range duration(String text, int from) {
    try {
      long millis = DurationText.parse(text).toMillis();
      return new Range(millis, millis);
    } catch (IllegalArgumentException e) {
      throw wrong(
          from, Names.quoted(text) + " is no duration", List.of("a duration such as >30s or <1h"));
    }
  }

  /** A day is the whole of it, in UTC. */
  private Range instant(String text, int from) {
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        Instant day = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Range(day.toEpochMilli(), day.plusSeconds(86_400).toEpochMilli() - 1);
      }
      long millis = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      return new Range(millis, millis);
    } catch (DateTimeParseException e) {
      throw wrong(
          from,
          Names.quoted(text) + " is no instant",
          List.of("a day such as 2030-01-31", "an instant such as >2030-01-31T12:00:00Z"));
    }
  }

  /** Up to a blank or a comma, or what is between quotes. */
  private String text() {
    if (!more() || query.charAt(at) != '"') {
      int from = at;
      while (more() && !Character.isWhitespace(query.charAt(at)) && query.charAt(at) != ',') {
        at++;
      }
      return query.substring(from, at);
    }
    int open = at++;
    StringBuilder text = new StringBuilder();
    while (more() && query.charAt(at) != '"') {
      at += query.charAt(at) == '\\' && at + 1 < query.length() ? 1 : 0;
      text.append(query.charAt(at++));
    }
    if (!more()) {
      throw wrong(open, "these quotes are not closed", List.of("\""));
    }
    at++;
    return text.toString();
  }

  private boolean comma() {
    boolean found = more() && query.charAt(at) == ',';
    at += found ? 1 : 0;
    return found;
  }

  private void blanks() {
    while (more() && Character.isWhitespace(query.charAt(at))) {
      at++;
    }
  }

  private boolean more() {
    return at < query.length();
  }

  private QueryException wrong(int position, String problem, List<String> expected) {
    return new QueryException(query, position + 1, problem, expected);
  }
}
