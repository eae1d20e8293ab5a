package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Adds up 100,000 orders by country. */
final class SalesReports implements Handler<SalesReports.SalesReport> {
  private final DemoFolder folder;

  @JobName("report.sales")
  record SalesReport(String month) {}

  SalesReports(DemoFolder folder) {
    this.folder = folder;
  }

  @Override
  public void handle(SalesReport job, Attempt attempt) throws IOException {
    Map<String, Long> cents = new TreeMap<>();
    try (BufferedReader orders = Files.newBufferedReader(folder.orders())) {
      orders.readLine(); // the header
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(",", -1);
        cents.merge(order[1], Long.parseLong(order[3]) * Long.parseLong(order[4]), Long::sum);
      }
    }
    StringBuilder text = new StringBuilder("Sales of " + job.month() + "\n\n");
    cents.forEach(
        (country, sum) ->
            text.append(String.format(Locale.ROOT, "%s %,15.2f%n", country, sum / 100.0)));
    DemoFolder.write(
        folder.reports().resolve(attempt.id() + ".txt"),
        text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
