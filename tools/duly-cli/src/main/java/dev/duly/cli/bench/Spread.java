package dev.duly.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rounds of one measure: the median counts, minimum and maximum say how far to trust it. */
public record Spread(double median, double min, double max) {

  static Spread of(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  /** The value below which so much of the samples lies, {@code 0.99} for p99. */
  static double percentile(double[] samples, double share) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  /** {@code {"duly":…,"bare":…,"ratio":…,"duly_min_max":[…],"bare_min_max":[…]}}, jobs/s. */
  static Map<String, Object> compared(Spread duly, Spread bare) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("duly", Math.round(duly.median));
    figure.put("bare", Math.round(bare.median));
    figure.put("ratio", hundredths(duly.median / bare.median));
    figure.put("duly_min_max", List.of(Math.round(duly.min), Math.round(duly.max)));
    figure.put("bare_min_max", List.of(Math.round(bare.min), Math.round(bare.max)));
    return figure;
  }

  static double hundredths(double value) {
    return Math.round(100 * value) / 100.0;
  }
}
