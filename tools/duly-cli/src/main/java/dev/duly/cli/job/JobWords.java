package dev.duly.cli.job;

import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.backend.Capabilities;
import dev.duly.cli.command.CommandFailure;
import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Until;
import dev.duly.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job of words that a person wrote, and gathers everything that is wrong with them. Not
 * thread-safe.
 */
public final class JobWords {
  private final List<String> problems = new ArrayList<>();

  /** The job, or a stand-in if there are problems. */
  public NewJob<Payload, Void> job(JobText text) {
    boolean typeIsGood = Names.problemWithType(text.type()).map(problems::add).isEmpty();
    JobType<Payload, Void> type = JobType.raw(typeIsGood ? text.type() : "unknown");
    type = with("retry", type, text.retry(), type::retry, JobWords::retry);
    type = with("timeout", type, text.timeout(), type::timeout, DurationText::parse);
    NewJob<Payload, Void> job = NewJob.of(type, text.payload());
    if (text.in() != null && text.at() != null) {
      problems.add("a delay and an instant cannot both be given");
    }
    job = with("queue", job, text.queue(), job::queue, Names::requireQueue);
    job = with("priority", job, text.priority(), job::priority, Priority::of);
    job = with("delay", job, text.in(), job::delay, DurationText::parse);
    job = with("scheduled_at", job, text.at(), job::at, JobWords::instant);
    job = with("id", job, text.id(), job::id, Function.identity());
    job = with("group_key", job, text.group(), job::group, Function.identity());
    for (String tag : text.tags()) {
      job = job.tag(tag);
    }
    for (Map.Entry<String, String> header : text.headers().entrySet()) {
      job = job.header(header.getKey(), header.getValue());
    }
    job = withTerms(job, text.terms());
    return text.maxAttempts() == null ? job : job.maxAttempts(text.maxAttempts());
  }

  private NewJob<Payload, Void> withTerms(NewJob<Payload, Void> plain, JobText.Terms terms) {
    NewJob<Payload, Void> job = plain;
    if (terms.expiresIn() != null && terms.expiresAt() != null) {
      problems.add("expires_in and expires_at cannot both be given");
    }
    if (terms.unique() == null && (terms.until() != null || terms.onConflict() != null)) {
      problems.add(
          "unique_key is missing (--unique): what holds until or on a conflict is said of a key");
    }
    job = with("expires_in", job, terms.expiresIn(), job::expiresIn, DurationText::parse);
    job = with("expires_at", job, terms.expiresAt(), job::expiresAt, JobWords::instant);
    job = with("unique_key", job, terms.unique(), job::unique, Function.identity());
    String key = terms.unique() == null ? "" : terms.unique();
    NewJob<Payload, Void> keyed = job;
    job =
        with(
            "unique_until", job, terms.until(), until -> keyed.unique(key, until), JobWords::until);
    return with("on_conflict", job, terms.onConflict(), job::onConflict, JobWords::onConflict);
  }

  private static Until until(String text) {
    return switch (text) {
      case "finished" -> Until.finished();
      case "started" -> Until.started();
      default -> {
        try {
          yield Until.after(DurationText.parse(text));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "must be finished, started or a time such as 10m, was " + Names.quoted(text), e);
        }
      }
    };
  }

  private static OnConflict onConflict(String text) {
    return Arrays.stream(OnConflict.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be return_existing, replace or reject, was " + Names.quoted(text)));
  }

  private static RetryPolicy retry(String text) {
    return text.equals("never") ? RetryPolicy.never() : RetryPolicy.parse(text);
  }

  /** JSON text. */
  public Payload payload(String text) {
    try {
      Json.requireValid(text);
    } catch (IllegalArgumentException e) {
      problems.add("payload is " + e.getMessage());
    }
    return Payload.json(text);
  }

  /** JSON text, or with {@code @FILE} the text of a file. */
  public Payload payloadOrFile(String text) throws IOException {
    if (!text.startsWith("@")) {
      return payload(text);
    }
    Path file = Path.of(text.substring(1));
    if (!Files.isRegularFile(file)) {
      problems.add("there is no file " + file);
      return Payload.none();
    }
    // Not even read when it is far too big; the exact limit is the backend's.
    if (Files.size(file) > 100L * Capabilities.PAYLOAD_BYTES_MAX_DEFAULT) {
      problems.add(
          String.format(
              "payload is %,d bytes, the limit is %,d: store the data elsewhere and enqueue its key",
              Files.size(file), Capabilities.PAYLOAD_BYTES_MAX_DEFAULT));
      return Payload.none();
    }
    return payload(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** The payload alone, or trouble that begins with these words. */
  public static Payload payloadOf(String text, String before) throws IOException {
    JobWords words = new JobWords();
    Payload payload = words.payloadOrFile(text);
    words.requireNoProblem(before);
    return payload;
  }

  private <J, T> J with(
      String field, J job, @Nullable String text, Function<T, J> set, Function<String, T> parse) {
    if (text == null) {
      return job;
    }
    try {
      return set.apply(parse.apply(text));
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      problems.add(why.contains(field) ? why : field + " " + why);
      return job;
    }
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          Names.quoted(text)
              + " is not an instant: write 2030-01-01T12:00:00Z or with an offset, +01:00",
          e);
    }
  }

  void problem(String text) {
    problems.add(text);
  }

  public List<String> problems() {
    return problems;
  }

  public void requireNoProblem(String before) {
    if (!problems.isEmpty()) {
      throw CommandFailure.usage(before + String.join("; ", problems));
    }
  }
}
