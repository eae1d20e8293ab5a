package dev.duly.wire;

import dev.duly.backend.room.EndedJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The job record as JSON: snake_case names, ISO-8601 times in UTC, absent for what is not there.
 */
public final class JobJson {
  private JobJson() {}

  public static Map<String, Object> of(JobRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    Job job = record.job();
    json.put("id", job.id().value());
    json.put("type", job.type());
    json.put("queue", job.queue());
    json.put("state", record.stateText());
    json.put("priority", job.priority().text());
    payload(json, "payload", job.payload());
    json.put("payload_version", job.payload().version());
    json.put("attempts", job.attempts());
    json.put("max_attempts", job.maxAttempts());
    json.put("retry", job.retry());
    json.put("timeout", DurationText.of(job.timeout()));
    json.put("created_at", job.createdAt().toString());
    json.put("scheduled_at", job.scheduledAt().toString());
    put(json, "expires_at", job.expiresAt().map(Instant::toString).orElse(null));
    put(json, "started_at", record.startedAt().map(Instant::toString).orElse(null));
    put(json, "finished_at", record.finishedAt().map(Instant::toString).orElse(null));
    put(json, "lease_until", record.leaseUntil().map(Instant::toString).orElse(null));
    put(json, "worker", record.worker().orElse(null));
    put(json, "producer", job.labels().producer().orElse(null));
    put(json, "unique_key", job.labels().uniqueKey().orElse(null));
    put(json, "group_key", job.labels().groupKey().orElse(null));
    json.put("tags", job.labels().tags());
    json.put("headers", job.labels().headers());
    json.put("lost", record.lost());
    json.put("released", job.streaks().released());
    json.put("parked", job.streaks().parked());
    json.put("cancel_requested", record.cancelRequested());
    put(json, "park_reason", record.parkReason().map(ParkReason::code).orElse(null));
    put(
        json,
        "park_detail",
        record.parkReason().map(ParkReason::detail).filter(d -> !d.isEmpty()).orElse(null));
    put(json, "reason", record.deadReason().orElse(null));
    put(json, "last_error", record.lastError().map(JobJson::of).orElse(null));
    record.progress().ifPresent(progress -> payload(json, "progress", progress));
    record.result().ifPresent(result -> payload(json, "result", result));
    return json;
  }

  /** How it ended, as {@code job wait} prints it. */
  public static Map<String, Object> of(EndedJob end) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", end.job().id().value());
    json.put("queue", end.job().queue());
    put(json, "state", end.state().map(JobState::text).orElse(null));
    put(json, "reason", end.reason().orElse(null));
    put(json, "failure", end.failure().map(JobJson::of).orElse(null));
    end.result().ifPresent(result -> payload(json, "result", result));
    return json;
  }

  /** With its attempts, as {@code job show} prints it. */
  public static Map<String, Object> of(JobRecord record, List<AttemptRecord> attempts) {
    Map<String, Object> json = of(record);
    json.put("attempt_log", attempts.stream().map(JobJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(AttemptRecord attempt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", attempt.number());
    json.put("started_at", attempt.startedAt().toString());
    json.put("ended_at", attempt.endedAt().toString());
    json.put("worker", attempt.worker());
    json.put("outcome", attempt.outcome());
    put(json, "failure", attempt.failure().map(JobJson::of).orElse(null));
    return json;
  }

  private static Map<String, Object> of(Failure failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", failure.error());
    json.put("message", failure.message());
    json.put("stack", failure.stack());
    json.put("fingerprint", failure.fingerprint());
    return json;
  }

  /**
   * With its attempts and the exact bytes of its payload, as {@code dlq export} writes it: a
   * payload that a line of JSON would change goes in base 64.
   */
  public static Map<String, Object> exact(JobRecord record, List<AttemptRecord> attempts) {
    Map<String, Object> json = of(record, attempts);
    Payload payload = record.job().payload();
    if (json.containsKey("payload") && payload.text().lines().count() > 1) {
      json.remove("payload");
      base64(json, "payload", payload);
    }
    return json;
  }

  /** JSON stays JSON; anything else is text in base 64 under a name that says so. */
  public static void payload(Map<String, Object> json, String name, Payload payload) {
    String text = payload.text();
    if (payload.contentType().equals(Payload.JSON) && Json.isValid(text)) {
      json.put(name, Json.raw(text));
    } else {
      base64(json, name, payload);
    }
  }

  private static void base64(Map<String, Object> json, String name, Payload payload) {
    json.put(name + "_content_type", payload.contentType());
    json.put(name + "_base64", Base64.getEncoder().encodeToString(payload.bytes()));
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
