package dev.duly.backend.broker;

import dev.duly.backend.broker.Envelope.Death;
import dev.duly.backend.support.LabelText;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An envelope as a message's headers, all text; the payload's bytes are the message. Names are
 * those of a job's record, times are milliseconds, labels and attempts are {@code
 * application/x-www-form-urlencoded}. What most jobs have is left out: {@code due} if it is {@code
 * created_at}, and all that is as in {@link #USUAL}. What a newer version adds, an older one passes
 * over; it begins with {@code v}, which changes when that would be wrong.
 */
public final class EnvelopeText {
  /** The version that is written, and the latest that is read. */
  public static final int VERSION = 1;

  /** What is not said, in this version for ever, whatever becomes of the defaults of a job. */
  static final Map<String, String> USUAL =
      Map.of(
          "priority", "normal",
          "attempts", "0",
          "max_attempts", "5",
          "retry", "10s 30s 2m 10m ±20%",
          "timeout", "900000",
          "content_type", Payload.JSON,
          "payload_version", "1",
          "lost", "0",
          "released", "0",
          "parked", "0");

  private static final int MESSAGE_MAX = 200;

  private final Map<String, String> text;

  private EnvelopeText(Map<String, String> text) {
    this.text = text;
  }

  /** The version of a message's headers; empty if they are none of ours. */
  public static Optional<Integer> version(Map<String, String> text) {
    return Optional.ofNullable(text.get("v"))
        .filter(v -> v.matches("\\d{1,9}"))
        .map(Integer::valueOf);
  }

  /** In a map of its own. */
  public static Map<String, String> of(Envelope envelope) {
    Map<String, String> text = new LinkedHashMap<>();
    Job job = envelope.job();
    text.put("v", Integer.toString(VERSION));
    text.put("id", job.id().value());
    text.put("type", job.type());
    text.put("queue", job.queue());
    text.put("created_at", millis(job.createdAt()));
    if (!job.scheduledAt().equals(job.createdAt())) {
      text.put("due", millis(job.scheduledAt()));
    }
    put(text, "expires_at", job.expiresAt().map(EnvelopeText::millis));
    putUnusual(text, "priority", job.priority().text());
    putUnusual(text, "attempts", job.attempts());
    putUnusual(text, "max_attempts", job.maxAttempts());
    putUnusual(text, "retry", job.retry());
    putUnusual(text, "timeout", Long.toString(job.timeout().toMillis()));
    putUnusual(text, "content_type", job.payload().contentType());
    putUnusual(text, "payload_version", job.payload().version());
    put(text, "key_id", job.payload().keyId());
    if (!job.labels().equals(Labels.NONE)) {
      putLabels(text, job.labels());
    }
    putUnusual(text, "lost", job.streaks().lost());
    putUnusual(text, "released", job.streaks().released());
    putUnusual(text, "parked", job.streaks().parked());
    put(text, "park_reason", envelope.parked().map(ParkReason::toString));
    put(text, "tried", Optional.ofNullable(tried(envelope.tried())));
    envelope.death().ifPresent(death -> putDeath(text, death));
    return text;
  }

  private static void putLabels(Map<String, String> text, Labels labels) {
    put(text, "unique_key", labels.uniqueKey());
    put(text, "group_key", labels.groupKey());
    put(text, "tags", Optional.ofNullable(LabelText.ofTags(labels.tags())));
    put(text, "headers", Optional.ofNullable(LabelText.ofHeaders(labels.headers())));
    put(text, "producer", labels.producer());
  }

  private static void putUnusual(Map<String, String> text, String name, int value) {
    putUnusual(text, name, Integer.toString(value));
  }

  private static void putUnusual(Map<String, String> text, String name, String value) {
    if (!value.equals(USUAL.get(name))) {
      text.put(name, value);
    }
  }

  private static void putDeath(Map<String, String> text, Death death) {
    text.put("reason", death.reason());
    text.put("died_at", millis(death.at()));
    text.put("error", death.failure().error());
    text.put("message", death.failure().message());
    text.put("stack", death.failure().stack());
    text.put("fingerprint", death.failure().fingerprint());
  }

  private static void put(Map<String, String> text, String name, Optional<String> value) {
    value.ifPresent(v -> text.put(name, v));
  }

  private static String millis(Instant time) {
    return Long.toString(time.toEpochMilli());
  }

  private static @Nullable String tried(List<AttemptRecord> attempts) {
    return LabelText.ofTags(
        attempts.stream().map(EnvelopeText::line).map(String::valueOf).toList());
  }

  private static @Nullable String line(AttemptRecord attempt) {
    Map<String, String> pairs = new TreeMap<>();
    pairs.put("number", Integer.toString(attempt.number()));
    pairs.put("started", millis(attempt.startedAt()));
    pairs.put("ended", millis(attempt.endedAt()));
    pairs.put("worker", attempt.worker());
    pairs.put("outcome", attempt.outcome());
    attempt
        .failure()
        .ifPresent(
            failure -> {
              pairs.put("error", failure.error());
              pairs.put("message", cut(failure.message()));
              pairs.put("fingerprint", failure.fingerprint());
            });
    return LabelText.ofHeaders(pairs);
  }

  private static String cut(String message) {
    return message.substring(0, Math.min(MESSAGE_MAX, message.length()));
  }

  /**
   * Reads one back.
   *
   * @param payload the message
   * @throws IllegalArgumentException that names the header that cannot be read
   */
  public static Envelope read(Map<String, String> text, byte[] payload) {
    EnvelopeText in = new EnvelopeText(text);
    Payload body =
        new Payload(
            payload,
            in.text("content_type"),
            in.number("payload_version"),
            Optional.ofNullable(text.get("key_id")));
    Job job =
        Job.builder(in.read("id", JobId::new), in.spec(), body, in.time("created_at"))
            .scheduledAt(text.containsKey("due") ? in.time("due") : in.time("created_at"))
            .expiresAt(Optional.ofNullable(text.get("expires_at")).map(t -> in.time("expires_at")))
            .attempts(in.number("attempts"))
            .streaks(new Streaks(in.number("lost"), in.number("released"), in.number("parked")))
            .build();
    return new Envelope(
        job,
        Optional.ofNullable(text.get("park_reason")).map(ParkReason::parse),
        in.read("tried", EnvelopeText::attempts, List.of()),
        Optional.ofNullable(text.get("reason")).map(in::death));
  }

  private JobSpec spec() {
    return JobSpec.builder(text("type"), text("queue"))
        .priority(read("priority", Priority::of))
        .maxAttempts(number("max_attempts"))
        .retry(text("retry"))
        .timeout(read("timeout", millis -> Duration.ofMillis(Long.parseLong(millis))))
        .labels(
            new Labels(
                Optional.ofNullable(text.get("unique_key")),
                Optional.ofNullable(text.get("group_key")),
                read("tags", LabelText::tags, List.of()),
                read("headers", LabelText::headers, Map.of()),
                Optional.ofNullable(text.get("producer"))))
        .build();
  }

  private Death death(String reason) {
    Failure failure =
        new Failure(
            text.getOrDefault("error", ""),
            text.getOrDefault("message", ""),
            text.getOrDefault("stack", ""),
            text.getOrDefault("fingerprint", ""));
    return new Death(reason, failure, time("died_at"));
  }

  private static List<AttemptRecord> attempts(String tried) {
    List<AttemptRecord> attempts = new ArrayList<>();
    for (String line : LabelText.tags(tried)) {
      EnvelopeText in = new EnvelopeText(LabelText.headers(line));
      attempts.add(
          new AttemptRecord(
              in.number("number"),
              in.time("started"),
              in.time("ended"),
              in.text("worker"),
              in.text("outcome"),
              Optional.ofNullable(in.text.get("error")).map(in::failure)));
    }
    return attempts;
  }

  private Failure failure(String error) {
    return new Failure(
        error, text.getOrDefault("message", ""), "", text.getOrDefault("fingerprint", error));
  }

  private String text(String name) {
    return read(name, Function.identity());
  }

  private int number(String name) {
    return read(name, Integer::parseInt);
  }

  private Instant time(String name) {
    return read(name, millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  private <T> T read(String name, Function<String, T> reader, T otherwise) {
    return text.containsKey(name) ? read(name, reader) : otherwise;
  }

  private <T> T read(String name, Function<String, T> reader) {
    @Nullable String value = text.getOrDefault(name, USUAL.get(name));
    if (value == null) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    try {
      return reader.apply(value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "header " + name + " cannot be read: " + Names.quoted(value), e);
    }
  }
}
