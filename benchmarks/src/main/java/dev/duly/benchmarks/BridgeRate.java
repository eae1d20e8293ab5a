package dev.duly.benchmarks;

import dev.duly.backend.Backend;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.bridge.Bridge;
import dev.duly.cli.bench.Bench;
import dev.duly.cli.command.LibraryLog;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.postgres.PostgresBackend;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast a bridge carries jobs from SQLite to PostgreSQL, beside what it is made of: a drain of
 * the one and bulk enqueues into the other, each by itself. One after the other they would take the
 * sum of both times. {@code BridgeRate JOBS ROUNDS}.
 */
final class BridgeRate {
  private static final int SLOTS = 100;
  private static final int BULK = 1_000;
  private static final Duration MOST = Duration.ofMinutes(5);

  private final String url;
  private final Workload workload;

  private BridgeRate(String url, Workload workload) {
    this.url = url;
    this.workload = workload;
  }

  /** Jobs per second. */
  private record Rates(double drain, double enqueue, double bridge) {
    double ratio() {
      return bridge * (1 / drain + 1 / enqueue);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    LibraryLog.withoutNews();
    Workload workload = new Workload(jobs, BULK, BULK, SLOTS);
    try (PrivatePostgres server = PrivatePostgres.start()) {
      BridgeRate rate = new BridgeRate(server.url(), workload);
      if (rounds > 1) {
        rate.round(); // warms up
      }
      Rates[] all = new Rates[rounds];
      for (int round = 0; round < rounds; round++) {
        all[round] = rate.round();
      }
      Arrays.sort(all, Comparator.comparing(Rates::ratio));
      System.out.println("| jobs/s | drain of SQLite | bulk into PostgreSQL | bridge | ratio |");
      System.out.println("|---|---|---|---|---|");
      for (Rates one : all) {
        System.out.printf(
            Locale.ROOT,
            "| a round | %,.0f | %,.0f | %,.0f | %.2f |%n",
            one.drain,
            one.enqueue,
            one.bridge,
            one.ratio());
      }
    }
    System.exit(0);
  }

  private Rates round() throws Exception {
    return new Rates(drain(), enqueue(), bridge());
  }

  private double drain() throws Exception {
    Path folder = folder();
    try (Contender sqlite = Bench.duly("sqlite", "", workload).on(folder)) {
      sqlite.enqueue(workload.jobs());
      sqlite.prepareToDrain();
      long start = System.nanoTime();
      sqlite.drain(workload.jobs());
      return perSecond(start);
    } finally {
      delete(folder);
    }
  }

  private double enqueue() throws Exception {
    Path folder = folder();
    try (Contender postgres = Bench.duly("postgres", url, workload).on(folder)) {
      long start = System.nanoTime();
      postgres.enqueue(workload.jobs());
      return perSecond(start);
    } finally {
      delete(folder);
    }
  }

  private double bridge() throws Exception {
    Path folder = folder();
    try (Contender sqlite = Bench.duly("sqlite", "", workload).on(folder)) {
      sqlite.enqueue(workload.jobs());
    }
    try (Backend source = SqliteBackend.file(Bench.stores("sqlite", "").apply(folder));
        Backend target = PostgresBackend.url(Bench.stores("postgres", url).apply(folder))) {
      long start = System.nanoTime();
      try (Bridge bridge = Bridge.from(source).queues(List.of("default")).into(target).start()) {
        if (!bridge.awaitEmpty(MOST) || bridge.carried() != workload.jobs()) {
          throw new IllegalStateException("carried " + bridge.carried());
        }
        return perSecond(start);
      }
    } finally {
      delete(folder);
    }
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("."), ".duly-bench-");
  }

  private double perSecond(long start) {
    return workload.jobs() * 1e9 / (System.nanoTime() - start);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
