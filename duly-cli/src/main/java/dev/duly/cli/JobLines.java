package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.backend.Enqueued;
import dev.duly.backend.InvalidJobsException;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Jobs as JSON lines: one bulk, all or none; whatever is wrong is told with its line. */
final class JobLines {
  private static final Set<String> FIELDS =
      Set.of("id", "type", "payload", "queue", "priority", "scheduled_at", "max_attempts");
  private static final int PROBLEMS_SHOWN_MAX = 20;

  private final List<NewJob<Payload>> jobs = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  static JobLines read(InputStream in) throws IOException {
    JobLines lines = new JobLines();
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder));
    int number = 0;
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          lines.add(number, line);
        }
      }
    } catch (CharacterCodingException e) {
      lines.problems.add("line " + (number + 1) + ": not valid UTF-8");
    }
    lines.requireNoProblem();
    return lines;
  }

  private void add(int number, String line) {
    JobWords words = new JobWords();
    Optional<NewJob<Payload>> job = job(words, line);
    words.problems().forEach(problem -> problems.add("line " + number + ": " + problem));
    job.ifPresent(jobs::add);
    numbers.add(number);
  }

  private static Optional<NewJob<Payload>> job(JobWords words, String line) {
    JsonNode node;
    try {
      node = Json.parse(line);
    } catch (IllegalArgumentException e) {
      words.problem(String.valueOf(e.getMessage()).replaceFirst("at line 1, column", "at column"));
      return Optional.empty();
    }
    if (!node.isObject()) {
      words.problem("must be an object like {\"type\":\"hello\",\"payload\":{}}");
      return Optional.empty();
    }
    node.propertyNames().stream()
        .filter(field -> !FIELDS.contains(field))
        .forEach(field -> words.problem("unknown field \"" + field + "\"; known are " + known()));
    @Nullable String type = text(words, node, "type");
    if (type == null) {
      words.problem("type is missing");
    }
    JsonNode payload = node.path("payload");
    return Optional.of(
        words.job(
            type == null ? "unknown" : type,
            payload.isMissingNode()
                ? Payload.none()
                : Payload.json(Json.textOf(line, "payload").orElseThrow()),
            text(words, node, "queue"),
            text(words, node, "priority"),
            null,
            text(words, node, "scheduled_at"),
            text(words, node, "id"),
            number(words, node, "max_attempts")));
  }

  private static String known() {
    return String.join(" ", FIELDS.stream().sorted().toList());
  }

  private static @Nullable String text(JobWords words, JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      words.problem(field + " must be a string, was " + value);
      return null;
    }
    return value.stringValue();
  }

  private static @Nullable Integer number(JobWords words, JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      words.problem(field + " must be a whole number, was " + value);
      return null;
    }
    return value.intValue();
  }

  private void requireNoProblem() {
    if (!problems.isEmpty()) {
      int more = problems.size() - PROBLEMS_SHOWN_MAX;
      throw Trouble.usage(
          "nothing was enqueued: "
              + String.join(
                  "; ", problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX)))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
  }

  void enqueue(Backend backend, Output output) {
    requireNoConflict(backend);
    Duly duly = Duly.on(backend, JacksonCodec.standard());
    List<Enqueued> answers;
    try {
      answers = duly.enqueueAll(jobs);
    } catch (InvalidJobsException e) {
      e.problems().forEach(p -> problems.add("line " + numbers.get(p.index()) + ": " + p.text()));
      requireNoProblem();
      throw e;
    }
    report(answers, output);
  }

  /**
   * All or none, also when an id is taken: looked at first, since a bulk itself stores what does
   * not conflict.
   */
  private void requireNoConflict(Backend backend) {
    Map<JobId, NewJob<Payload>> seen = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      NewJob<Payload> job = jobs.get(i);
      if (job.id().isEmpty()) {
        continue;
      }
      JobId id = job.id().get();
      NewJob<Payload> before = seen.putIfAbsent(id, job);
      boolean conflict = before != null && !isSame(before, job);
      conflict |=
          backend
              .rooms()
              .inspector()
              .flatMap(inspector -> inspector.find(id))
              .map(held -> !isSame(held, job))
              .orElse(false);
      if (conflict) {
        problems.add(
            "line "
                + numbers.get(i)
                + ": id "
                + id
                + " exists with another type, queue or payload");
      }
    }
    if (!problems.isEmpty()) {
      throw new Trouble(Exit.CONFLICT, "nothing was enqueued: " + String.join("; ", problems));
    }
  }

  private static boolean isSame(NewJob<Payload> one, NewJob<Payload> other) {
    return one.type().equals(other.type())
        && one.queue().equals(other.queue())
        && one.payload().equals(other.payload());
  }

  private static boolean isSame(JobRecord held, NewJob<Payload> job) {
    var type = job.type().orElseThrow();
    return held.job().type().equals(type.name())
        && held.job().queue().equals(job.queue().orElse(type.queue()))
        && held.job().payload().sameContent(job.payload());
  }

  private static void report(List<Enqueued> answers, Output output) {
    long stored = answers.stream().filter(a -> a instanceof Enqueued.Stored).count();
    long duplicates = answers.stream().filter(a -> a instanceof Enqueued.Duplicate).count();
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("enqueued", stored);
    record.put("duplicates", duplicates);
    record.put("ids", answers.stream().map(a -> a.id().value()).toList());
    output.one(
        "enqueued "
            + stored
            + (stored == 1 ? " job" : " jobs")
            + (duplicates > 0 ? ", " + duplicates + " were there already" : ""),
        record);
    if (stored + duplicates < answers.size()) {
      throw new Trouble(
          Exit.PARTIAL,
          answers.size() - stored - duplicates + " ids were taken by somebody at the same moment");
    }
  }
}
