package dev.duly.benchmarks;

import dev.duly.bench.Workload;
import dev.duly.cli.bench.Bench;
import dev.duly.cli.bench.Spread;
import dev.duly.cli.bench.Throughput;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.lab.server.PrivateRabbit;
import dev.duly.lab.server.PrivateRedis;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures all on one engine in turn: {@code Peers sqlite|postgres|redis|rabbitmq JOBS ROUNDS
 * SETTINGS}, the last of the server and for Redis alone. Prints a table in Markdown, jobs per
 * second, the median of the rounds. A whole round before them warms up the JVM and is forgotten,
 * unless a single one is asked for: to see that it works. Peers in processes of their own warm
 * these up by themselves.
 */
final class Peers {
  private static final int SLOTS = 100;
  private static final int BULK = 1_000;
  private static final int SINGLY = 2_000;
  private static final int SINGLY_ON_REDIS = 20_000; // as long as the others take for theirs

  private Peers() {}

  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("sqlite")) {
      measure(Peers::onSqlite, jobs, SINGLY, rounds);
    } else if (arguments[0].equals("redis")) {
      String[] settings = arguments[3].isEmpty() ? new String[0] : arguments[3].split(";", -1);
      try (PrivateRedis server = PrivateRedis.start(settings)) {
        measure(workload -> onRedis(server.url(), workload), jobs, SINGLY_ON_REDIS, rounds);
      }
      Workload workload = new Workload(jobs, SINGLY, BULK, SLOTS);
      System.out.println(Footprint.table(url -> onRedis(url, workload), workload));
    } else if (arguments[0].equals("rabbitmq")) {
      try (PrivateRabbit node = PrivateRabbit.start()) {
        measure(workload -> onRabbit(node.url(), workload), jobs, SINGLY, rounds);
        System.out.println(new RabbitRetries(node.url(), Math.max(BULK, jobs / 2)).line(rounds));
      }
    } else {
      try (PrivatePostgres server = PrivatePostgres.start("shared_buffers=512MB")) {
        measure(workload -> onPostgres(server.url(), workload), jobs, SINGLY, rounds);
      }
    }
    System.exit(0);
  }

  private static void measure(
      Function<Workload, Map<String, Throughput.Opening>> contenders,
      int jobs,
      int singlyMax,
      int rounds)
      throws Exception {
    Workload workload = new Workload(jobs, Math.min(jobs, singlyMax), BULK, SLOTS);
    Map<String, Throughput.Opening> all = contenders.apply(workload);
    Throughput throughput = new Throughput(workload);
    if (rounds > 1) {
      throughput.run(all, 1);
    }
    System.out.println(table(all, throughput.run(all, rounds)));
    System.out.printf(
        "%,d jobs of %d bytes, %s; Java %s, %d processors%n",
        jobs,
        Workload.PAYLOAD.size(),
        rounds > 1 ? rounds + " rounds" : "one round, cold",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
  }

  private static Map<String, Throughput.Opening> onSqlite(Workload workload) {
    Map<String, Throughput.Opening> all = new LinkedHashMap<>();
    all.put("**Duly**, SQLite, fsync each commit", Bench.duly("sqlite", "", workload));
    all.put(
        "db-scheduler, SQLite, fsync each commit",
        folder -> DbScheduler.onSqlite(folder, workload));
    all.put("JobRunr, SQLite, fsync each commit", folder -> JobRunrPeer.onSqlite(folder, workload));
    if (Beanstalkd.isInstalled()) {
      all.put(
          "beanstalkd, binlog, fsync each write", folder -> new Beanstalkd(folder, workload, true));
      all.put("beanstalkd, in memory", folder -> new Beanstalkd(folder, workload, false));
    }
    return all;
  }

  private static Map<String, Throughput.Opening> onPostgres(String url, Workload workload) {
    Function<Path, String> stores = Bench.stores("postgres", url);
    Map<String, Throughput.Opening> all = new LinkedHashMap<>();
    all.put("**Duly**", Bench.duly("postgres", url, workload));
    all.put("bare loop", Bench.bare("postgres", url, workload));
    if (PeerProcess.isInstalled("graphile")) {
      List<String> program = List.of("node", "graphile.mjs");
      all.put(
          "Graphile Worker",
          folder -> new PeerProcess("graphile", program, stores.apply(folder), workload));
    }
    all.put("db-scheduler", folder -> DbScheduler.onPostgres(stores.apply(folder), workload));
    all.put("JobRunr", folder -> JobRunrPeer.onPostgres(stores.apply(folder), workload));
    return all;
  }

  private static Map<String, Throughput.Opening> onRedis(String url, Workload workload) {
    Map<String, Throughput.Opening> all = new LinkedHashMap<>();
    all.put("**Duly**", Bench.duly("redis", url, workload));
    if (PeerProcess.isInstalled("bullmq")) {
      List<String> program = List.of("node", "bullmq.mjs");
      all.put("BullMQ", folder -> new PeerProcess("bullmq", program, url + "/14", workload));
    }
    if (PeerProcess.isInstalled("sidekiq")) {
      List<String> program = List.of("ruby", "--yjit", "sidekiq.rb");
      all.put(
          "Sidekiq, 2 processes",
          folder -> new PeerProcess("sidekiq", program, url + "/15", workload));
    }
    return all;
  }

  private static Map<String, Throughput.Opening> onRabbit(String url, Workload workload) {
    Map<String, Throughput.Opening> all = new LinkedHashMap<>();
    all.put("**Duly**", Bench.duly("rabbitmq", url, workload));
    all.put("bare loop", Bench.bare("rabbitmq", url, workload));
    if (PeerProcess.isInstalled("celery")) {
      List<String> program = List.of("/usr/bin/python3", "celery_peer.py");
      all.put(
          "Celery, 2 processes, unconfirmed",
          folder -> new PeerProcess("celery", program, url + "//", workload));
      all.put(
          "Celery, 2 processes, confirmed",
          folder -> new PeerProcess("celery", program, url + "//?confirm", workload));
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
