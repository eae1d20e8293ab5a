package dev.duly.cli.job;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Tick;
import dev.duly.job.DurationText;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.monitor.Ago;
import dev.duly.wire.JobJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules for people and as JSON. */
public final class ScheduleText {
  public static final List<String> HEADER =
      List.of("SCHEDULE", "TIMES", "TYPE", "QUEUE", "NEXT", "LAST JOB", "");

  private ScheduleText() {}

  /** A line of the list. */
  public static List<String> row(ScheduleRecord record, Instant now) {
    Definition definition = record.definition();
    return List.of(
        record.id(),
        definition.spec(),
        definition.template().type(),
        definition.template().queue(),
        record.paused() ? "-" : Ago.of(record.next(), now),
        record.lastState().map(JobState::text).orElse("-"),
        remark(record));
  }

  private static String remark(ScheduleRecord record) {
    List<String> remarks = new ArrayList<>();
    if (record.paused()) {
      remarks.add("paused");
    }
    if (record.next().isEmpty()) {
      remarks.add("no time left");
    }
    if (record.isUndeclared()) {
      remarks.add("no code declares it any more");
    }
    return String.join(", ", remarks);
  }

  /** Everything about one, with the latest of its ledger. */
  public static String card(ScheduleRecord record, List<Tick> ledger, Instant now) {
    Definition definition = record.definition();
    EncodedJob job = definition.template();
    StringBuilder text = new StringBuilder();
    line(
        text,
        "schedule",
        record.id() + (remark(record).isEmpty() ? "" : " (" + remark(record) + ")"));
    line(text, "times", definition.spec());
    line(text, "job", job.type() + " in " + job.queue() + ", priority " + job.priority().text());
    line(text, "payload", new String(job.payload().bytes(), StandardCharsets.UTF_8));
    line(text, "misfire", word(definition.misfire()));
    line(text, "overlap", word(definition.overlap()));
    if (!definition.jitter().isZero()) {
      line(text, "jitter", DurationText.of(definition.jitter()));
    }
    definition.from().ifPresent(from -> line(text, "from", from.toString()));
    definition.until().ifPresent(until -> line(text, "until", until.toString()));
    definition.declaredBy().ifPresent(by -> line(text, "declared by", by));
    record
        .next()
        .filter(next -> !record.paused())
        .ifPresent(next -> line(text, "next", next + ", " + Ago.of(next, now)));
    record
        .lastJob()
        .ifPresent(
            last ->
                line(
                    text,
                    "last job",
                    last.id() + record.lastState().map(s -> ", " + s.text()).orElse(", gone")));
    for (Tick tick : ledger) {
      text.append(
          String.format(
              "%n%s  %-7s  %s",
              tick.nominal(),
              tick.outcome().text(),
              tick.reason().isEmpty() ? tick.job().map(JobId::value).orElse("") : tick.reason()));
    }
    return text.toString().stripTrailing();
  }

  /** What became of a job that a person ran beside the schedule's times. */
  public static String ofRun(EncodedJob job, Enqueued answer) {
    JobId id = answer.id();
    if (answer instanceof Enqueued.Stored) {
      return "enqueued " + id;
    } else if (answer instanceof Enqueued.Replaced) {
      return id + " holds the unique key, and has the new payload, due time and priority now";
    }
    return id.equals(job.id())
        ? id + " is there already: it was run twice at once"
        : id + " holds the unique key; nothing was enqueued";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-13s %s%n", name, value));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  public static Map<String, Object> json(ScheduleRecord record) {
    Definition definition = record.definition();
    EncodedJob job = definition.template();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", record.id());
    json.put("spec", definition.spec());
    json.put("type", job.type());
    json.put("queue", job.queue());
    json.put("priority", job.priority().text());
    JobJson.payload(json, "payload", job.payload());
    json.put("misfire", word(definition.misfire()));
    json.put("overlap", word(definition.overlap()));
    put(
        json,
        "jitter",
        Optional.of(definition.jitter()).filter(j -> !j.isZero()).map(DurationText::of));
    put(json, "from", definition.from());
    put(json, "until", definition.until());
    put(json, "declared_by", definition.declaredBy());
    json.put("undeclared", record.isUndeclared());
    json.put("paused", record.paused());
    put(json, "next", record.next());
    put(json, "last_job", record.lastJob().map(JobRef::id));
    put(json, "last_state", record.lastState().map(JobState::text));
    return json;
  }

  private static void put(Map<String, Object> json, String name, Optional<?> value) {
    @Nullable Object there = value.orElse(null);
    if (there != null) {
      json.put(name, there.toString());
    }
  }

  public static Map<String, Object> json(Tick tick) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("nominal", tick.nominal().toString());
    json.put("outcome", tick.outcome().text());
    put(json, "reason", Optional.of(tick.reason()).filter(reason -> !reason.isEmpty()));
    put(json, "job", tick.job());
    return json;
  }
}
