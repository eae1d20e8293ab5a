package dev.duly.query;

import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a query can ask of a job. */
public enum Field {
  /** As stored, or as people see a waiting job: {@code scheduled ready retrying parked}. */
  STATE("state", Kind.WORD),
  PRIORITY("priority", Kind.WORD),
  QUEUE("queue", Kind.TEXT),
  TYPE("type", Kind.TEXT),
  ID("id", Kind.TEXT),
  TAG("tag", Kind.TEXT),
  WORKER("worker", Kind.TEXT),
  PRODUCER("producer", Kind.TEXT),
  UNIQUE("unique", Kind.TEXT),
  /** Why it is dead, cancelled or parked. */
  REASON("reason", Kind.TEXT),
  /** The latest error's class, with or without its package, or its message. */
  ERROR("error", Kind.TEXT),
  /** The latest error's fingerprint. */
  ERROR_GROUP("error.group", Kind.TEXT),
  ATTEMPTS("attempts", Kind.NUMBER),
  LOST("lost", Kind.NUMBER),
  /** Of the payload. */
  VERSION("version", Kind.NUMBER),
  /** Since it was created. */
  AGE("age", Kind.DURATION),
  /** From being due to its latest start, or until now. */
  WAIT("wait", Kind.DURATION),
  /** Of its latest attempt. */
  RUN("run", Kind.DURATION),
  CREATED("created", Kind.INSTANT),
  SCHEDULED("scheduled", Kind.INSTANT),
  FINISHED("finished", Kind.INSTANT),
  /** A value within a JSON payload, {@code payload.user.plan}. */
  PAYLOAD("payload", Kind.TEXT);

  /** How its values are written and compared. */
  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    DURATION,
    INSTANT
  }

  static final List<String> VIEWS_OF_WAITING = List.of("scheduled", "ready", "retrying", "parked");

  static final List<String> STATES =
      Stream.concat(JobState.known().stream().map(JobState::text), VIEWS_OF_WAITING.stream())
          .toList();

  private final String text;
  private final Kind kind;

  Field(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** As it is written. */
  public String text() {
    return this == PAYLOAD ? "payload.PATH" : text;
  }

  Kind kind() {
    return kind;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(field -> field.text() + ":").toList();
  }

  /** The field of that name; {@code payload.a.b} is the payload's. */
  public static Optional<Field> of(String name) {
    if (name.startsWith("payload.") && name.length() > "payload.".length()) {
      return Optional.of(PAYLOAD);
    }
    return Arrays.stream(values())
        .filter(field -> field != PAYLOAD && field.text.equals(name))
        .findFirst();
  }

  /**
   * What a job has there, of a word or text; any of them may fit.
   *
   * @param path within the payload
   */
  List<String> texts(JobRecord job, String path, Instant now) {
    var j = job.job();
    return switch (this) {
      case STATE -> states(job, now);
      case PRIORITY -> List.of(j.priority().text());
      case QUEUE -> List.of(j.queue());
      case TYPE -> List.of(j.type());
      case ID -> List.of(j.id().value());
      case TAG -> j.labels().tags();
      case WORKER -> job.worker().stream().toList();
      case PRODUCER -> j.labels().producer().stream().toList();
      case UNIQUE -> j.labels().uniqueKey().stream().toList();
      case REASON ->
          job.deadReason().or(() -> job.parkReason().map(ParkReason::code)).stream().toList();
      case ERROR -> job.lastError().map(Field::errors).orElse(List.of());
      case ERROR_GROUP -> job.lastError().map(Failure::fingerprint).stream().toList();
      case PAYLOAD -> JsonPath.find(j.payload().bytes(), path).stream().toList();
      default -> List.of();
    };
  }

  private static List<String> errors(Failure failure) {
    String error = failure.error();
    return List.of(error, error.substring(error.lastIndexOf('.') + 1), failure.message());
  }

  private static List<String> states(JobRecord job, Instant now) {
    List<String> states = new ArrayList<>(List.of(job.stateText()));
    if (job.state() == JobState.WAITING) {
      boolean due = !job.job().scheduledAt().isAfter(now);
      states.add(due ? "ready" : job.job().attempts() > 0 ? "retrying" : "scheduled");
      if (job.parkReason().isPresent()) {
        states.add("parked");
      }
    }
    return states;
  }

  /** What a job has there, as a number or in milliseconds; empty if it has none. */
  OptionalLong number(JobRecord job, Instant now) {
    var j = job.job();
    return switch (this) {
      case ATTEMPTS -> OptionalLong.of(j.attempts());
      case LOST -> OptionalLong.of(job.lost());
      case VERSION -> OptionalLong.of(j.payload().version());
      case AGE -> between(Optional.of(j.createdAt()), now);
      case WAIT -> between(Optional.of(j.scheduledAt()), job.startedAt().orElse(now));
      case RUN -> between(job.startedAt(), job.finishedAt().orElse(now));
      case CREATED -> OptionalLong.of(j.createdAt().toEpochMilli());
      case SCHEDULED -> OptionalLong.of(j.scheduledAt().toEpochMilli());
      case FINISHED -> millis(job.finishedAt());
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong between(Optional<Instant> from, Instant to) {
    return from.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, Duration.between(from.get(), to).toMillis()));
  }

  private static OptionalLong millis(Optional<Instant> instant) {
    return instant.isEmpty() ? OptionalLong.empty() : OptionalLong.of(instant.get().toEpochMilli());
  }
}
