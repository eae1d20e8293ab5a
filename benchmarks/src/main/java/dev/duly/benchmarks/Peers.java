package dev.duly.benchmarks;

import dev.duly.cli.bench.Bench;
import dev.duly.cli.bench.Spread;
import dev.duly.cli.bench.Throughput;
import dev.duly.cli.bench.Workload;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures all in turn: {@code Peers JOBS ROUNDS}. Prints a table in Markdown, jobs per second, the
 * median of the rounds. A round before them warms up and is forgotten.
 */
final class Peers {
  private static final int SLOTS = 100;
  private static final int BULK = 1_000;
  private static final int WARM_UP = 5_000;
  private static final int SINGLY = 2_000;

  private Peers() {}

  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Workload workload = new Workload(jobs, SINGLY, BULK, SLOTS);
    new Throughput(new Workload(WARM_UP, 200, BULK, SLOTS)).run(contenders(workload), 1);
    Map<Throughput.Measure, Map<String, Spread>> spreads =
        new Throughput(workload).run(contenders(workload), rounds);
    System.out.println(table(contenders(workload), spreads));
    System.out.printf(
        "%,d jobs of %d bytes, %d rounds; Java %s, %d processors%n",
        jobs,
        Workload.PAYLOAD.size(),
        rounds,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    System.exit(0);
  }

  private static Map<String, Throughput.Opening> contenders(Workload workload) {
    Map<String, Throughput.Opening> all = new LinkedHashMap<>();
    all.put("**Duly**, SQLite, fsync each commit", Bench.duly("sqlite", "", workload));
    all.put("db-scheduler, SQLite, fsync each commit", folder -> new DbScheduler(folder, workload));
    all.put("JobRunr, SQLite, fsync each commit", folder -> new JobRunrPeer(folder, workload));
    if (Beanstalkd.isInstalled()) {
      all.put(
          "beanstalkd, binlog, fsync each write", folder -> new Beanstalkd(folder, workload, true));
      all.put("beanstalkd, in memory", folder -> new Beanstalkd(folder, workload, false));
    }
    return all;
  }

  private static String table(
      Map<String, ?> contenders, Map<Throughput.Measure, Map<String, Spread>> spreads) {
    StringBuilder text = new StringBuilder("| jobs/s |");
    spreads.keySet().forEach(measure -> text.append(' ').append(measure.key()).append(" |"));
    text.append("\n|---|").append("---|".repeat(spreads.size())).append('\n');
    for (String name : contenders.keySet()) {
      text.append("| ").append(name).append(" |");
      for (Map<String, Spread> of : spreads.values()) {
        Spread spread = of.get(name);
        text.append(
            spread == null ? " – |" : String.format(Locale.ROOT, " %,.0f |", spread.median()));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
