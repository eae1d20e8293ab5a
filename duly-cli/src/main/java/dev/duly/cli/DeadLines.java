package dev.duly.cli;

import dev.duly.backend.DeadJob;
import dev.duly.backend.EncodedJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Dead letters as JSON lines, as {@code dlq export} wrote them: all or none; what is wrong is told
 * with its line. Fields that this version does not know are left out.
 */
final class DeadLines {
  private static final int PROBLEMS_SHOWN_MAX = 20;

  private DeadLines() {}

  static List<DeadJob> read(InputStream in) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    List<DeadJob> letters = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        letters.add(letter(Json.parse(line), line));
      } catch (RuntimeException e) { // of many kinds: every part of a line can be wrong in its way
        problems.add("line " + number + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      List<String> shown = problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX));
      int more = problems.size() - shown.size();
      throw Trouble.usage(
          "nothing was imported: "
              + String.join("; ", shown)
              + (more > 0 ? "; and " + more + " more" : ""));
    }
    return letters;
  }

  private static DeadJob letter(JsonNode line, String text) {
    if (!line.isObject()) {
      throw new IllegalArgumentException("must be an object, as duly dlq export writes it");
    }
    if (!"dead".equals(line.path("state").asString("dead"))) {
      throw new IllegalArgumentException(
          "state must be dead, was " + Names.quoted(line.path("state").asString("")));
    }
    return new DeadJob(record(line, text), attempts(line));
  }

  private static JobRecord record(JsonNode line, String text) {
    Instant finished = time(line, "finished_at").orElseGet(Instant::now);
    Instant created = time(line, "created_at").orElse(finished);
    Job job =
        new Job(
            new JobId(text(line, "id")),
            Names.requireType(text(line, "type")),
            Names.requireQueue(text(line, "queue")),
            Priority.of(line.path("priority").asString("normal")),
            payload(line, text),
            number(line, "attempts", 0),
            number(line, "max_attempts", EncodedJob.MAX_ATTEMPTS_DEFAULT),
            line.path("retry").asString(EncodedJob.RETRY_DEFAULT),
            optional(line, "timeout").map(DurationText::parse).orElse(EncodedJob.TIMEOUT_DEFAULT),
            created,
            time(line, "scheduled_at").orElse(created),
            time(line, "expires_at"),
            new Streaks(0, number(line, "released", 0), number(line, "parked", 0)),
            labels(line));
    String reason = line.path("reason").asString("exhausted");
    return new JobRecord(
        job,
        JobState.DEAD,
        number(line, "lost", 0),
        line.path("cancel_requested").asBoolean(false),
        Optional.empty(),
        time(line, "started_at"),
        Optional.of(finished),
        Optional.empty(),
        optional(line, "worker"),
        Optional.of(
            failure(line.path("last_error"), reason)
                .orElseGet(() -> Failure.of(reason, "imported without an error"))),
        Optional.of(reason),
        Optional.empty(),
        Optional.empty());
  }

  private static List<AttemptRecord> attempts(JsonNode line) {
    List<AttemptRecord> attempts = new ArrayList<>();
    for (JsonNode attempt : line.path("attempt_log")) {
      attempts.add(
          new AttemptRecord(
              number(attempt, "number", 0),
              time(attempt, "started_at").orElseThrow(() -> missing("started_at of an attempt")),
              time(attempt, "ended_at").orElseThrow(() -> missing("ended_at of an attempt")),
              attempt.path("worker").asString(""),
              attempt.path("outcome").asString(""),
              failure(attempt.path("failure"), "failed")));
    }
    return attempts;
  }

  private static String text(JsonNode line, String field) {
    return optional(line, field).orElseThrow(() -> missing(field));
  }

  private static IllegalArgumentException missing(String field) {
    return new IllegalArgumentException(field + " is missing or no string");
  }

  private static Optional<Instant> time(JsonNode line, String field) {
    return optional(line, field).map(text -> time(field, text));
  }

  private static Instant time(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          field + " must be a time like 2026-07-01T12:00:00Z, was " + Names.quoted(text), e);
    }
  }

  private static int number(JsonNode line, String field, int otherwise) {
    JsonNode value = line.path(field);
    if (value.isMissingNode()) {
      return otherwise;
    } else if (!value.isInt()) {
      throw new IllegalArgumentException(field + " must be a whole number, was " + value);
    }
    return value.intValue();
  }

  private static Optional<String> optional(JsonNode line, String field) {
    JsonNode value = line.path(field);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static Payload payload(JsonNode line, String text) {
    int version = line.path("payload_version").asInt(1);
    Optional<String> base64 = optional(line, "payload_base64");
    if (base64.isPresent()) {
      byte[] bytes = Base64.getDecoder().decode(base64.get());
      return new Payload(bytes, text(line, "payload_content_type"), version, Optional.empty());
    } else if (line.path("payload").isMissingNode()) {
      throw new IllegalArgumentException("payload is missing");
    }
    byte[] bytes = Json.textOf(text, "payload").orElseThrow().getBytes(StandardCharsets.UTF_8);
    return new Payload(bytes, Payload.JSON, version, Optional.empty());
  }

  private static Labels labels(JsonNode line) {
    List<String> tags = new ArrayList<>();
    line.path("tags").forEach(tag -> tags.add(tag.asString("")));
    Map<String, String> headers = new HashMap<>();
    JsonNode given = line.path("headers");
    given.propertyNames().forEach(name -> headers.put(name, given.path(name).asString("")));
    return new Labels(
        optional(line, "unique_key"),
        optional(line, "group_key"),
        tags,
        headers,
        optional(line, "producer"));
  }

  private static Optional<Failure> failure(JsonNode error, String otherwise) {
    return error.isObject()
        ? Optional.of(
            new Failure(
                error.path("error").asString(otherwise),
                error.path("message").asString(""),
                error.path("stack").asString(""),
                error.path("fingerprint").asString(otherwise)))
        : Optional.empty();
  }
}
