package dev.duly.cli;

import dev.duly.backend.DeadJob;
import dev.duly.backend.Due;
import dev.duly.backend.EncodedJob;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    EncodedJob job =
        new EncodedJob(
            new JobId(text(line, "id")),
            Names.requireType(text(line, "type")),
            Names.requireQueue(text(line, "queue")),
            Priority.of(line.path("priority").asString("normal")),
            payload(line, text),
            line.path("max_attempts").asInt(EncodedJob.MAX_ATTEMPTS_DEFAULT),
            line.path("retry").asString(EncodedJob.RETRY_DEFAULT),
            optional(line, "timeout").map(DurationText::parse).orElse(EncodedJob.TIMEOUT_DEFAULT),
            Due.now(),
            optional(line, "expires_at").map(Instant::parse),
            labels(line));
    String reason = line.path("reason").asString("exhausted");
    return new DeadJob(job, line.path("attempts").asInt(0), reason, failure(line, reason));
  }

  private static String text(JsonNode line, String field) {
    return optional(line, field)
        .orElseThrow(() -> new IllegalArgumentException(field + " is missing or no string"));
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

  private static Failure failure(JsonNode line, String reason) {
    JsonNode error = line.path("last_error");
    return error.isObject()
        ? new Failure(
            error.path("error").asString(reason),
            error.path("message").asString(""),
            error.path("stack").asString(""),
            error.path("fingerprint").asString(reason))
        : Failure.of(reason, "imported without an error");
  }
}
