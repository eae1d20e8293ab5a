package dev.duly.wire;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.RunCounts;
import dev.duly.monitor.Flow;
import dev.duly.monitor.Picture;
import dev.duly.monitor.QueueBox;
import dev.duly.monitor.WorkerBox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The picture as programs read it: rates in jobs per second, ages in seconds, times in ms. */
public final class PictureJson {
  private PictureJson() {}

  public static Map<String, Object> of(Picture p) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", p.at().toString());
    json.put("waiting", p.waiting());
    json.put("running", p.running().isPresent() ? p.running().getAsLong() : null);
    json.put("dead", p.dead());
    json.put("slots", p.slots());
    json.put("busy", p.busy());
    json.put("in_per_second", known(p.in()));
    json.put("completed_per_second", known(p.out()));
    json.put("oldest_s", seconds(p.oldest()));
    json.put("queues", p.queues().stream().map(PictureJson::queue).toList());
    json.put("producers", p.flows().stream().map(PictureJson::flow).toList());
    json.put("workers", p.workers().stream().map(PictureJson::worker).toList());
    json.put("attention", p.attention().stream().map(PictureJson::finding).toList());
    return json;
  }

  private static Map<String, Object> queue(QueueBox q) {
    Map<String, Object> json =
        q.record().map(QueueJson::of).orElseGet(() -> QueueJson.of(q.gauge()));
    json.put("oldest_s", seconds(q.oldest()));
    json.put("in_per_second", known(q.in()));
    json.put("completed_per_second", known(q.out()));
    json.put("last_minute", minute(q.minute()));
    return json;
  }

  private static Map<String, Object> flow(Flow flow) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("producer", flow.producer().isEmpty() ? null : flow.producer());
    json.put("queue", flow.queue());
    json.put("per_second", known(flow.perSecond()));
    return json;
  }

  private static Map<String, Object> worker(WorkerBox w) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", w.group());
    json.put("workers", w.workers());
    json.put("slots", w.slots());
    json.put("busy", w.busy());
    json.put("queues", List.copyOf(w.byQueue().keySet()));
    json.put(
        "last_minute",
        minute(w.byQueue().values().stream().reduce(RunCounts.NOTHING, RunCounts::plus)));
    return json;
  }

  private static Map<String, Object> minute(RunCounts tally) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("completed", tally.completed());
    json.put("retried", tally.retried());
    json.put("dead", tally.dead());
    json.put("wait_ms", TimesJson.of(tally.waited()));
    json.put("run_ms", TimesJson.of(tally.ran()));
    return json;
  }

  private static Map<String, Object> finding(HealthIssue finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", finding.text());
    json.put("remedy", finding.remedy());
    return json;
  }

  private static @Nullable Double known(double rate) {
    return Double.isNaN(rate) ? null : Math.round(rate * 1_000) / 1_000.0;
  }

  private static @Nullable Double seconds(Optional<Duration> age) {
    return age.map(a -> a.toMillis() / 1_000.0).orElse(null);
  }
}
