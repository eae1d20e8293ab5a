package dev.duly.wire;

import dev.duly.backend.room.Histogram;
import java.util.LinkedHashMap;
import java.util.Map;

/** Percentiles of times as JSON, in milliseconds. */
public final class TimesJson {
  private TimesJson() {}

  public static Map<String, Object> of(Histogram times) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("p50", rounded(times.percentile(0.50).toNanos() / 1e6));
    json.put("p95", rounded(times.percentile(0.95).toNanos() / 1e6));
    json.put("p99", rounded(times.percentile(0.99).toNanos() / 1e6));
    return json;
  }

  private static double rounded(double value) {
    return Math.round(1_000 * value) / 1_000.0;
  }
}
