package dev.duly.wire;

import dev.duly.job.Names;
import dev.duly.job.StorableText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of an object that came as a line of JSON. What has another type than its field
 * is a problem, with a stand-in as its value; what is missing or null is not there.
 */
public final class LineFields {
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "delay", " such as \"60s\"",
          "timeout", " such as \"15m\"",
          "scheduled_at", " such as \"2030-01-01T12:00:00Z\"");

  private final JsonNode object;
  private final String path;
  private final Consumer<String> problems;

  public LineFields(JsonNode object, Consumer<String> problems) {
    this(object, "", problems);
  }

  private LineFields(JsonNode object, String path, Consumer<String> problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  private @Nullable JsonNode value(String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  public void problem(String field, String what) {
    problems.accept(path + field + " " + what);
  }

  public boolean has(String field) {
    return value(field) != null;
  }

  public @Nullable String text(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    } else if (!value.isString()) {
      problem(field, "must be a string" + EXAMPLES.getOrDefault(field, "") + ", was " + value);
      return null;
    }
    return value.stringValue();
  }

  public String text(String field, String otherwise) {
    String text = text(field);
    return text == null ? otherwise : text;
  }

  /** A text of at most so many characters, all of which every engine keeps. */
  public String text(String field, String otherwise, int max) {
    String text = text(field, otherwise);
    StorableText.problemWith(field, text, max).map(what -> path + what).ifPresent(problems);
    return text;
  }

  /** What a text means, such as a duration; its parser throws what is wrong with it. */
  public <T> Optional<T> parsed(String field, Function<String, T> parse) {
    String text = text(field);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      problems.accept(path + (why.contains(field) ? why : field + " " + why));
      return Optional.empty();
    }
  }

  /** The same of a field that must be there. */
  public <T> T required(String field, Function<String, T> parse, T standIn) {
    if (!has(field)) {
      problem(field, "is missing");
    }
    return parsed(field, parse).orElse(standIn);
  }

  public Optional<Instant> time(String field) {
    return parsed(field, LineFields::instant);
  }

  /** A time that must be there. */
  public Instant requiredTime(String field) {
    return required(field, LineFields::instant, Instant.EPOCH);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "must be a time like 2026-07-01T12:00:00Z, was " + Names.quoted(text), e);
    }
  }

  public @Nullable Integer number(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    } else if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      problem(
          field,
          value.isIntegralNumber()
              ? String.format("must be at most %,d, was %s", Integer.MAX_VALUE, value)
              : "must be a whole number, was " + value);
      return null;
    }
    return value.intValue();
  }

  public int number(String field, int otherwise) {
    Integer number = number(field);
    return number == null ? otherwise : number;
  }

  public boolean flag(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isBoolean()) {
      problem(field, "must be true or false, was " + value);
    }
    return value != null && value.asBoolean(false);
  }

  public List<String> texts(String field) {
    JsonNode value = value(field);
    List<String> all = new ArrayList<>();
    if (value != null && value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
      value.forEach(text -> all.add(text.stringValue()));
    } else if (value != null) {
      problem(field, "must be an array of strings, was " + value);
    }
    return all;
  }

  public Map<String, String> textsByName(String field) {
    JsonNode value = value(field);
    Map<String, String> all = new LinkedHashMap<>();
    if (value != null && !value.isObject()) {
      problem(field, "must be an object of strings, was " + value);
    } else if (value != null) {
      value.forEachEntry(
          (name, text) -> {
            if (text.isString()) {
              all.put(name, text.stringValue());
            } else {
              problem(field + "." + name, "must be a string, was " + text);
            }
          });
    }
    return all;
  }

  public Optional<LineFields> fields(String field) {
    JsonNode value = value(field);
    if (value != null && !value.isObject()) {
      problem(field, "must be an object, was " + value);
    }
    return value == null || !value.isObject()
        ? Optional.empty()
        : Optional.of(new LineFields(value, path + field + ".", problems));
  }

  public List<LineFields> all(String field) {
    JsonNode value = value(field);
    List<LineFields> all = new ArrayList<>();
    if (value != null && value.isArray() && value.valueStream().allMatch(JsonNode::isObject)) {
      value.forEach(
          one -> all.add(new LineFields(one, path + field + "[" + all.size() + "].", problems)));
    } else if (value != null) {
      problem(field, "must be an array of objects, was " + value);
    }
    return all;
  }
}
