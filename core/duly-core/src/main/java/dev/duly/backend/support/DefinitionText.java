package dev.duly.backend.support;

import dev.duly.backend.schedule.Definition;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule's definition as text in one column, all but its id and the bytes of its payload:
 * {@code application/x-www-form-urlencoded} pairs, times in milliseconds and instants as ISO 8601.
 * What a newer version adds, an older one passes over.
 */
public final class DefinitionText {
  private static final System.Logger LOG = System.getLogger(DefinitionText.class.getName());
  private static final String TEMPLATE_ID = "template";

  private DefinitionText() {}

  public static String of(Definition definition) {
    Map<String, String> pairs = new HashMap<>();
    pairs.put("spec", definition.spec());
    pairs.put("misfire", word(definition.misfire()));
    pairs.put("overlap", word(definition.overlap()));
    pairs.put("jitter", millis(definition.jitter()));
    put(pairs, "from", definition.from().map(Instant::toString));
    put(pairs, "until", definition.until().map(Instant::toString));
    put(pairs, "declared", definition.declared());
    put(pairs, "declared_by", definition.declaredBy());
    addJob(pairs, definition.template());
    return String.valueOf(LabelText.ofHeaders(pairs));
  }

  private static void addJob(Map<String, String> pairs, EncodedJob job) {
    Labels labels = job.labels();
    pairs.put("type", job.type());
    pairs.put("queue", job.queue());
    pairs.put("priority", job.priority().text());
    pairs.put("max_attempts", Integer.toString(job.maxAttempts()));
    pairs.put("retry", job.retry());
    pairs.put("timeout", millis(job.timeout()));
    pairs.put("content_type", job.payload().contentType());
    pairs.put("payload_version", Integer.toString(job.payload().version()));
    put(pairs, "key_id", job.payload().keyId());
    job.expires()
        .ifPresent(
            end -> {
              if (end instanceof Due.In in) {
                pairs.put("expires_in", millis(in.delay()));
              } else {
                pairs.put("expires_at", ((Due.At) end).instant().toString());
              }
            });
    put(pairs, "unique_key", labels.uniqueKey());
    pairs.put("unique_until", until(job.unique().until()));
    pairs.put("on_conflict", word(job.unique().onConflict()));
    put(pairs, "group_key", labels.groupKey());
    put(pairs, "tags", Optional.ofNullable(LabelText.ofTags(labels.tags())));
    put(pairs, "headers", Optional.ofNullable(LabelText.ofHeaders(labels.headers())));
    put(pairs, "producer", labels.producer());
  }

  private static void put(Map<String, String> pairs, String name, Optional<String> value) {
    value.ifPresent(text -> pairs.put(name, text));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }

  private static String until(Until until) {
    return until instanceof Until.For held
        ? millis(held.time())
        : until instanceof Until.Started ? "started" : "finished";
  }

  /**
   * Reads it back; empty if it has a word of a newer version, which alone can fire it.
   *
   * @param payload the bytes of the template's payload
   */
  public static Optional<Definition> read(String id, String text, byte[] payload) {
    try {
      return Optional.of(readKnown(id, text, payload));
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "schedule " + id + " is of a newer version, and passed over",
          e);
      return Optional.empty();
    }
  }

  private static Definition readKnown(String id, String text, byte[] payload) {
    Fields fields = new Fields(LabelText.headers(text));
    return new Definition(
        id,
        fields.text("spec"),
        job(fields, payload),
        word(Misfire.class, fields.text("misfire")),
        word(Overlap.class, fields.text("overlap")),
        fields.time("jitter"),
        fields.optional("from").map(Instant::parse),
        fields.optional("until").map(Instant::parse),
        fields.optional("declared"),
        fields.optional("declared_by"));
  }

  private static EncodedJob job(Fields fields, byte[] payload) {
    Labels labels =
        new Labels(
            fields.optional("unique_key"),
            fields.optional("group_key"),
            LabelText.tags(fields.value("tags")),
            LabelText.headers(fields.value("headers")),
            fields.optional("producer"));
    JobSpec spec =
        JobSpec.builder(fields.text("type"), fields.text("queue"))
            .priority(Priority.of(fields.text("priority")))
            .maxAttempts(Integer.parseInt(fields.text("max_attempts")))
            .retry(fields.text("retry"))
            .timeout(fields.time("timeout"))
            .labels(labels)
            .build();
    Optional<Due> expires =
        fields
            .optional("expires_at")
            .<Due>map(end -> new Due.At(Instant.parse(end)))
            .or(
                () ->
                    fields
                        .optional("expires_in")
                        .map(end -> new Due.In(Duration.ofMillis(Long.parseLong(end)))));
    return new EncodedJob(
            new JobId(TEMPLATE_ID),
            spec,
            new Payload(
                payload,
                fields.text("content_type"),
                Integer.parseInt(fields.text("payload_version")),
                fields.optional("key_id")))
        .withExpires(expires)
        .withUnique(new Unique(fields.until(), word(OnConflict.class, fields.text("on_conflict"))));
  }

  /** What was written. */
  private record Fields(Map<String, String> pairs) {
    @Nullable String value(String name) {
      return pairs.get(name);
    }

    Optional<String> optional(String name) {
      return Optional.ofNullable(value(name));
    }

    String text(String name) {
      return optional(name)
          .orElseThrow(() -> new IllegalStateException("a stored schedule has no " + name));
    }

    Duration time(String name) {
      return Duration.ofMillis(Long.parseLong(text(name)));
    }

    Until until() {
      String text = text("unique_until");
      return switch (text) {
        case "finished" -> Until.finished();
        case "started" -> Until.started();
        default -> Until.after(Duration.ofMillis(Long.parseLong(text)));
      };
    }
  }
}
