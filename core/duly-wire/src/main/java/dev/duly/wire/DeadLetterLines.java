package dev.duly.wire;

import dev.duly.backend.Capabilities;
import dev.duly.backend.room.DeadJob;
import dev.duly.job.AttemptRecord;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import dev.duly.lifecycle.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Dead letters as JSON lines, as {@code dlq export} wrote them, all of which are right; what is
 * wrong is told with its line. Fields that this version does not know are left out.
 */
public final class DeadLetterLines {
  private static final int PROBLEMS_SHOWN_MAX = 20;

  private final List<DeadJob> letters = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<JobId, Integer> lines = new LinkedHashMap<>();

  private DeadLetterLines() {}

  public static DeadLetterLines read(InputStream in) throws IOException {
    DeadLetterLines all = new DeadLetterLines();
    LineSource source = new LineSource(in);
    while (source.hasMore()) {
      String line = source.take();
      if (!line.isBlank()) {
        all.add(source.number(), line);
      }
    }
    source.problem().ifPresent(all.problems::add);
    all.requireNoProblem();
    return all;
  }

  /** All of them, each within the limits of a store. */
  public List<DeadJob> letters(Capabilities limits) {
    for (DeadJob letter : letters) {
      int line = lines.getOrDefault(letter.record().job().id(), 0);
      limits.problemsOf(letter.job(), Instant.now()).forEach(what -> problem(line, what));
    }
    requireNoProblem();
    return letters;
  }

  private void requireNoProblem() {
    if (!problems.isEmpty()) {
      List<String> shown = problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX));
      int more = problems.size() - shown.size();
      throw new IllegalArgumentException(
          "nothing was imported: "
              + String.join("; ", shown)
              + (more > 0 ? "; and " + more + " more" : ""));
    }
  }

  private void add(int number, String line) {
    int before = problems.size();
    try {
      letters.add(letter(Json.parse(line), line, what -> problem(number, what)));
    } catch (IllegalArgumentException e) {
      problem(
          number, String.valueOf(e.getMessage()).replaceFirst("at line 1, column", "at column"));
    }
    if (problems.size() == before) {
      requireFirst(number, letters.get(letters.size() - 1).record().job().id());
    }
  }

  private void requireFirst(int number, JobId id) {
    Integer first = lines.putIfAbsent(id, number);
    if (first != null) {
      problem(number, "id " + id + " is in line " + first + ", too");
    }
  }

  private void problem(int number, String what) {
    problems.add("line " + number + ": " + what);
  }

  /** With stand-ins for what is a problem. */
  private static DeadJob letter(JsonNode line, String text, Consumer<String> problems) {
    if (!line.isObject()) {
      throw new IllegalArgumentException("must be an object, as duly dlq export writes it");
    }
    LineFields fields = new LineFields(line, problems);
    String state = fields.text("state", "dead");
    if (!state.equals("dead")) {
      problems.accept("state must be dead, was " + Names.quoted(state));
    }
    return new DeadJob(record(fields, payload(fields, text)), attempts(fields));
  }

  private static JobRecord record(LineFields line, Payload payload) {
    Instant finished = line.time("finished_at").orElseGet(Instant::now);
    Instant created = line.time("created_at").orElse(finished);
    JobId id = line.required("id", JobId::new, new JobId("unknown"));
    Job job =
        Job.builder(id, spec(line), payload, created)
            .attempts(line.number("attempts", 0))
            .scheduledAt(line.time("scheduled_at").orElse(created))
            .expiresAt(line.time("expires_at"))
            .streaks(new Streaks(0, line.number("released", 0), line.number("parked", 0)))
            .build();
    String reason = line.text("reason", "exhausted");
    return JobRecord.builder(job, JobState.DEAD)
        .lost(line.number("lost", 0))
        .cancelRequested(line.flag("cancel_requested"))
        .startedAt(line.time("started_at"))
        .finishedAt(Optional.of(finished))
        .worker(Optional.ofNullable(line.text("worker")))
        .lastError(line.fields("last_error").map(error -> failure(error, reason)))
        .deadReason(Optional.of(reason))
        .build();
  }

  private static JobSpec spec(LineFields line) {
    String type = line.required("type", Names::requireType, "unknown");
    String queue = line.required("queue", Names::requireQueue, "unknown");
    return JobSpec.builder(type, queue)
        .priority(line.parsed("priority", Priority::of).orElse(Priority.NORMAL))
        .maxAttempts(line.number("max_attempts", JobSpec.MAX_ATTEMPTS_DEFAULT))
        .retry(line.parsed("retry", DeadLetterLines::retry).orElse(JobSpec.RETRY_DEFAULT))
        .timeout(line.parsed("timeout", DurationText::parse).orElse(JobSpec.TIMEOUT_DEFAULT))
        .labels(labels(line))
        .build();
  }

  private static String retry(String text) {
    Backoff.parse(text); // or it says what is wrong
    return text;
  }

  private static Payload payload(LineFields line, String text) {
    int version = line.number("payload_version", 1);
    if (line.has("payload_base64")) {
      if (line.has("payload")) {
        line.problem("payload", "and payload_base64 cannot both be given");
      }
      byte[] bytes = line.required("payload_base64", DeadLetterLines::base64, new byte[0]);
      String contentType = line.required("payload_content_type", type -> type, Payload.JSON);
      return new Payload(bytes, contentType, version, Optional.empty());
    }
    Optional<String> json = Json.textOf(text, "payload");
    if (json.isEmpty()) {
      line.problem("payload", "is missing");
    }
    byte[] bytes = json.orElse("null").getBytes(StandardCharsets.UTF_8);
    return new Payload(bytes, Payload.JSON, version, Optional.empty());
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be base 64: " + e.getMessage(), e);
    }
  }

  private static Labels labels(LineFields line) {
    return new Labels(
        Optional.ofNullable(line.text("unique_key")),
        Optional.ofNullable(line.text("group_key")),
        line.texts("tags"),
        line.textsByName("headers"),
        Optional.ofNullable(line.text("producer")));
  }

  private static List<AttemptRecord> attempts(LineFields line) {
    List<AttemptRecord> attempts = new ArrayList<>();
    for (LineFields attempt : line.all("attempt_log")) {
      attempts.add(
          new AttemptRecord(
              attempt.number("number", 0),
              attempt.requiredTime("started_at"),
              attempt.requiredTime("ended_at"),
              attempt.text("worker", ""),
              attempt.required("outcome", outcome -> outcome, "lost"),
              attempt.fields("failure").map(error -> failure(error, "failed"))));
    }
    return attempts;
  }

  private static Failure failure(LineFields error, String otherwise) {
    return new Failure(
        error.text("error", otherwise, Failure.ERROR_MAX),
        error.text("message", "", Failure.MESSAGE_MAX),
        error.text("stack", "", Failure.STACK_MAX),
        error.text("fingerprint", otherwise, Failure.ERROR_MAX));
  }
}
