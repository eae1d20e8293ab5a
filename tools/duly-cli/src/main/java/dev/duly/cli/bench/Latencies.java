package dev.duly.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** Samples in milliseconds. Thread-safe. */
final class Latencies {
  private final List<Double> samples = new ArrayList<>();

  synchronized void add(double millis) {
    samples.add(millis);
  }

  synchronized void clear() {
    samples.clear();
  }

  double p50() {
    return at(0.50);
  }

  double p99() {
    return at(0.99);
  }

  private synchronized double at(double share) {
    double[] all = samples.stream().mapToDouble(Double::doubleValue).toArray();
    return all.length == 0 ? Double.NaN : Spread.hundredths(Spread.percentile(all, share));
  }

  /** As {@link #read} reads it. */
  synchronized String line() {
    return String.join(" ", samples.stream().map(String::valueOf).toList());
  }

  static Latencies read(String line) {
    Latencies read = new Latencies();
    for (String sample : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
      read.add(Double.parseDouble(sample));
    }
    return read;
  }
}
