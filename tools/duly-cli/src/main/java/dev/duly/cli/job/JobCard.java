package dev.duly.cli.job;

import dev.duly.backend.ClaimRef;
import dev.duly.job.AttemptRecord;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobRecord;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.monitor.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything about one job, for people. */
public final class JobCard {
  private static final int PAYLOAD_SHOWN_MAX = 4_000;

  private JobCard() {}

  public static String text(JobRecord record, List<AttemptRecord> attempts) {
    Job job = record.job();
    StringBuilder text = new StringBuilder();
    line(text, "id", job.id().value());
    line(text, "type", job.type());
    line(text, "queue", job.queue() + ", priority " + job.priority().text());
    line(
        text,
        "state",
        record.stateText() + record.deadReason().map(r -> " (" + r + ")").orElse(""));
    line(text, "parked", record.parkReason().map(ParkReason::toString));
    line(text, "attempts", Units.runs(record).replace("/", " of ") + ", retry " + job.retry());
    line(text, "timeout", DurationText.of(job.timeout()));
    line(text, "created", job.createdAt().toString());
    line(text, "due", job.scheduledAt().toString());
    line(text, "expires", job.expiresAt().map(Instant::toString));
    line(text, "unique key", job.labels().uniqueKey());
    line(text, "group key", job.labels().groupKey());
    line(text, "started", record.startedAt().map(Instant::toString));
    line(text, "finished", record.finishedAt().map(Instant::toString));
    line(text, "lease until", record.leaseUntil().map(Instant::toString));
    line(text, "worker", record.worker());
    line(text, "producer", job.labels().producer());
    line(text, "tags", String.join(", ", job.labels().tags()));
    ClaimRef.givenHeaders(job).forEach((name, value) -> line(text, "header", name + "=" + value));
    line(text, "payload", payload(job.payload()));
    line(text, "progress", record.progress().map(JobCard::payload));
    line(text, "result", record.result().map(JobCard::payload));
    for (AttemptRecord attempt : attempts) {
      text.append('\n').append(attempt(attempt));
    }
    record
        .lastError()
        .map(Failure::stack)
        .filter(stack -> stack.strip().lines().count() > 1)
        .ifPresent(stack -> text.append("\n\n").append(stack.stripTrailing()));
    return text.toString().stripTrailing();
  }

  private static String attempt(AttemptRecord attempt) {
    return String.format(
        "attempt %d  %s after %s on %s%s",
        attempt.number(),
        attempt.outcome(),
        DurationText.of(Duration.between(attempt.startedAt(), attempt.endedAt())),
        attempt.worker(),
        attempt.failure().map(f -> "\n  " + f.error() + ": " + f.message()).orElse(""));
  }

  static String payload(Payload payload) {
    if (!payload.contentType().equals(Payload.JSON)) {
      return payload.toString();
    }
    String text = payload.text();
    return text.length() <= PAYLOAD_SHOWN_MAX
        ? text
        : text.substring(0, PAYLOAD_SHOWN_MAX)
            + "… ("
            + payload.size()
            + " bytes; all of it with -o json)";
  }

  private static void line(StringBuilder text, String name, Optional<String> value) {
    value.ifPresent(v -> line(text, name, v));
  }

  /** Nothing if it is empty. */
  private static void line(StringBuilder text, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    text.append(String.format("%-12s%s%n", name, value));
  }
}
