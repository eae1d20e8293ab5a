package dev.duly.wire;

import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.QueueRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A queue and its counts as JSON. */
public final class QueueJson {
  private QueueJson() {}

  public static Map<String, Object> of(QueueRecord q) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("queue", q.queue());
    json.put("paused", q.paused());
    json.put("waiting", q.waiting());
    json.put("running", q.running());
    json.put("completed", q.completed());
    json.put("cancelled", q.cancelled());
    json.put("dead", q.dead());
    json.put("first_due_at", q.firstDue().map(Instant::toString).orElse(null));
    return json;
  }

  /** Of a backend that is no store: what it does not say is null. */
  public static Map<String, Object> of(Gauge q) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("queue", q.queue());
    json.put("paused", q.paused());
    json.put("waiting", told(q.waiting()));
    json.put("later", told(q.later()));
    json.put("running", told(q.running()));
    json.put("dead", told(q.dead()));
    return json;
  }

  private static @Nullable Long told(OptionalLong count) {
    return count.isPresent() ? (Long) count.getAsLong() : null;
  }
}
