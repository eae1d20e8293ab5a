package dev.duly.cli.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a benchmark for people. */
public final class BenchText {
  private BenchText() {}

  public static String of(Map<String, Object> figures) {
    StringBuilder text = new StringBuilder();
    if (figures.containsKey("enqueue")) {
      text.append(
          String.format(
              "%-20s %12s %12s %7s   %s%n",
              "jobs/s", "duly", "bare loop", "ratio", "duly min..max"));
    }
    figures.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> figure && figure.containsKey("bare")) {
            text.append(
                String.format(
                    "%-20s %12s %12s %7s   %s%n",
                    name.replace('_', ' '),
                    grouped(figure.get("duly")),
                    grouped(figure.get("bare")),
                    figure.get("ratio"),
                    figure.get("duly_min_max")));
          }
        });
    figures.forEach(
        (name, value) -> {
          if (!(value instanceof Map<?, ?> figure && figure.containsKey("bare"))) {
            text.append(String.format("%-20s %s%n", name.replace('_', ' '), words(value)));
          }
        });
    return text.toString();
  }

  private static String grouped(@Nullable Object number) {
    return number instanceof Number n ? String.format("%,d", n.longValue()) : "-";
  }

  private static String words(Object value) {
    if (!(value instanceof Map<?, ?> figures)) {
      return String.valueOf(value);
    }
    return String.join(
        ", ", figures.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }
}
