package dev.duly.cli.job;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Feature;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.room.Inspector;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Output;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.wire.Json;
import dev.duly.wire.LineFields;
import dev.duly.wire.LineSource;
import java.io.IOException;
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
public final class JobLines {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "type",
          "payload",
          "queue",
          "priority",
          "scheduled_at",
          "delay",
          "max_attempts",
          "retry",
          "timeout",
          "group_key",
          "tags",
          "headers",
          "expires_in",
          "expires_at",
          "unique_key",
          "unique_until",
          "on_conflict");
  private static final int LINES_MAX = 10_000;
  private static final long BYTES_MAX = Capabilities.BULK_BYTES_MAX / 4;
  private static final int PROBLEMS_SHOWN_MAX = 20;

  private final List<NewJob<Payload, Void>> jobs = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** As many lines as are stored together; {@link #problems} has what is wrong with them. */
  public static JobLines read(LineSource source) throws IOException {
    JobLines lines = new JobLines();
    long bytes = 0; // at least: a character is one to three
    while (source.hasMore() && lines.jobs.size() < LINES_MAX && bytes < BYTES_MAX) {
      String line = source.take();
      bytes += line.length();
      if (!line.isBlank()) {
        lines.add(source.number(), line);
      }
    }
    source.problem().ifPresent(lines.problems::add);
    return lines;
  }

  List<String> problems() {
    return problems;
  }

  int size() {
    return jobs.size();
  }

  private void add(int number, String line) {
    JobWords words = new JobWords();
    Optional<NewJob<Payload, Void>> job = job(words, line);
    words.problems().forEach(problem -> problems.add("line " + number + ": " + problem));
    job.ifPresent(jobs::add);
    numbers.add(number);
  }

  private static Optional<NewJob<Payload, Void>> job(JobWords words, String line) {
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
    LineFields fields = new LineFields(node, words::problem);
    @Nullable String type = fields.text("type");
    if (type == null) {
      words.problem("type is missing");
    }
    return Optional.of(
        words.job(
            new JobText(
                type == null ? "unknown" : type,
                node.path("payload").isMissingNode()
                    ? Payload.none()
                    : Payload.json(Json.textOf(line, "payload").orElseThrow()),
                fields.text("queue"),
                fields.text("priority"),
                fields.text("delay"),
                fields.text("scheduled_at"),
                fields.text("id"),
                fields.number("max_attempts"),
                fields.text("retry"),
                fields.text("timeout"),
                fields.text("group_key"),
                fields.texts("tags"),
                fields.textsByName("headers"),
                new JobText.Terms(
                    fields.text("expires_in"),
                    fields.text("expires_at"),
                    fields.text("unique_key"),
                    fields.text("unique_until"),
                    fields.text("on_conflict")))));
  }

  private static String known() {
    return String.join(" ", FIELDS.stream().sorted().toList());
  }

  /** Of a bulk that is all there is. */
  public void requireNoProblem() {
    if (!problems.isEmpty()) {
      int more = problems.size() - PROBLEMS_SHOWN_MAX;
      throw CommandFailure.usage(
          "nothing was enqueued: "
              + String.join(
                  "; ", problems.subList(0, Math.min(problems.size(), PROBLEMS_SHOWN_MAX)))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
  }

  public void enqueue(Backend backend, Output output) {
    List<JobHandle<?>> answers = store(backend);
    if (!problems.isEmpty()) {
      requireNoProblem();
    }
    report(answers, output);
  }

  /** All or none; {@link #problems} says why not. */
  List<JobHandle<?>> store(Backend backend) {
    requireNoConflict(backend);
    try {
      return Duly.on(backend, JacksonCodec.standard()).enqueueAll(jobs);
    } catch (InvalidJobsException e) {
      e.problems().forEach(p -> problems.add("line " + numbers.get(p.index()) + ": " + p.text()));
      return List.of();
    }
  }

  /**
   * All or none, also when an id is taken: looked at first, since a bulk itself stores what does
   * not conflict.
   */
  private void requireNoConflict(Backend backend) {
    Map<JobId, NewJob<Payload, Void>> seen = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      NewJob<Payload, Void> job = jobs.get(i);
      if (job.id().isEmpty()) {
        continue;
      }
      JobId id = job.id().get();
      NewJob<Payload, Void> before = seen.putIfAbsent(id, job);
      boolean conflict = before != null && !isSame(before, job);
      conflict |= held(backend, id, queueOf(job)).stream().anyMatch(held -> !isSame(held, job));
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
      throw new CommandFailure(
          Exit.CONFLICT, "nothing was enqueued: " + String.join("; ", problems));
    }
  }

  /** The job that has the id, wherever an id may be only once. */
  private static List<JobRecord> held(Backend backend, JobId id, String queue) {
    Optional<Inspector> room = backend.rooms().inspector();
    if (room.isEmpty()) {
      return List.of(); // a broker, which knows no ids either
    }
    Inspector inspector = room.get();
    List<JobRef> refs =
        backend.capabilities().offers(Feature.ACROSS_QUEUES)
            ? inspector.refs(id)
            : List.of(new JobRef(queue, id));
    return inspector.find(refs);
  }

  private static String queueOf(NewJob<Payload, Void> job) {
    return job.queue().orElse(job.type().orElseThrow().queue());
  }

  private static boolean isSame(NewJob<Payload, Void> one, NewJob<Payload, Void> other) {
    return one.type().map(JobType::name).equals(other.type().map(JobType::name))
        && one.queue().equals(other.queue())
        && one.payload().equals(other.payload());
  }

  private static boolean isSame(JobRecord held, NewJob<Payload, Void> job) {
    var type = job.type().orElseThrow();
    return held.job().type().equals(type.name())
        && held.job().queue().equals(queueOf(job))
        && held.job().payload().sameContent(job.payload());
  }

  private static void report(List<JobHandle<?>> answers, Output output) {
    long stored = answers.stream().filter(JobHandle::isNew).count();
    long replaced = answers.stream().filter(JobHandle::isReplaced).count();
    long rejected = answers.stream().filter(JobHandle::isRejected).count();
    long conflicts = answers.stream().filter(JobHandle::isConflict).count();
    long duplicates = answers.size() - stored - replaced - rejected - conflicts;
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("enqueued", stored);
    record.put("duplicates", duplicates);
    record.put("replaced", replaced);
    record.put("rejected", rejected);
    record.put("ids", answers.stream().map(a -> a.id().value()).toList());
    output.one(
        "enqueued "
            + stored
            + (stored == 1 ? " job" : " jobs")
            + (duplicates > 0 ? ", " + duplicates + " were there already" : "")
            + (replaced > 0 ? ", " + replaced + " replaced what waits" : "")
            + (rejected > 0 ? ", " + rejected + " refused: their unique keys are held" : ""),
        record);
    if (conflicts > 0) {
      throw new CommandFailure(
          Exit.PARTIAL, conflicts + " ids were taken by another producer at the same time");
    } else if (rejected > 0) {
      throw new CommandFailure(
          Exit.PARTIAL,
          rejected + (rejected == 1 ? " job was" : " jobs were") + " refused: see on_conflict");
    }
  }
}
