package dev.duly.cli.bench;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Payload;
import dev.duly.sql.SqliteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Bulk enqueue and drain of no-op jobs with a 200-byte payload on SQLite, each commit synced, ours
 * and the bare loop in turn; the median of the rounds counts, its minimum and maximum say how far
 * to trust it.
 */
public final class Bench {
  private static final int BULK = 1_000;
  private static final JobType<Payload, Void> NOOP = JobType.raw("noop");
  private static final Payload PAYLOAD = Payload.json("{\"text\":\"" + "x".repeat(189) + "\"}");

  private final int jobs;
  private final int slots;
  private final int rounds;

  /**
   * A benchmark.
   *
   * @param jobs in each round
   * @param slots of our worker
   * @param rounds how often
   */
  public Bench(int jobs, int slots, int rounds) {
    this.jobs = jobs;
    this.slots = slots;
    this.rounds = rounds;
  }

  /** Jobs per second: {@code {"enqueue":{"duly":…,"bare":…,"ratio":…,…},"drain":{…},…}}. */
  public Map<String, Object> run() throws Exception {
    double[][] duly = new double[rounds][];
    double[][] bare = new double[rounds][];
    for (int round = 0; round < rounds; round++) {
      Path folder = Files.createTempDirectory(Path.of("."), ".duly-bench-");
      try {
        bare[round] = bare(folder.resolve("bare.db"));
        duly[round] = duly(folder.resolve("duly.db"));
      } finally {
        delete(folder);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("enqueue", figure(duly, bare, 0));
    figures.put("drain", figure(duly, bare, 1));
    figures.put("jobs", jobs);
    figures.put("slots", slots);
    figures.put("payload_bytes", PAYLOAD.size());
    figures.put("durability", "fsync each commit (synchronous=FULL)");
    figures.put("java", Runtime.version().toString());
    return figures;
  }

  private double[] bare(Path file) throws Exception {
    try (BareLoop loop = new BareSqlite(file, PAYLOAD.bytes())) {
      double enqueue = perSecond(() -> loop.enqueue(jobs, BULK));
      return new double[] {enqueue, perSecond(() -> loop.drain(jobs, slots))};
    }
  }

  private double[] duly(Path file) throws Exception {
    Backend backend = SqliteBackend.file(file);
    try (Duly duly = Duly.on(backend, JacksonCodec.standard())) {
      List<NewJob<Payload>> bulk = new ArrayList<>();
      for (int i = 0; i < BULK; i++) {
        bulk.add(NewJob.of(NOOP, PAYLOAD));
      }
      double enqueue =
          perSecond(
              () -> {
                for (int done = 0; done < jobs; done += BULK) {
                  duly.enqueueAll(bulk);
                }
              });
      double drain =
          perSecond(
              () -> {
                Worker worker =
                    duly.worker().queue("default", slots).handle(NOOP, (p, a) -> {}).start();
                worker.awaitIdle(Duration.ofMinutes(5));
                worker.close();
              });
      requireDrained(backend);
      return new double[] {enqueue, drain};
    }
  }

  private void requireDrained(Backend backend) {
    var queue = backend.rooms().inspector().orElseThrow().queues().get(0);
    if (queue.completed() != jobs || !queue.isDrained()) {
      throw new IllegalStateException("not drained: " + queue);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private double perSecond(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return jobs * 1e9 / (System.nanoTime() - start);
  }

  private static Map<String, Object> figure(double[][] duly, double[][] bare, int which) {
    double[] ours = Arrays.stream(duly).mapToDouble(r -> r[which]).sorted().toArray();
    double[] theirs = Arrays.stream(bare).mapToDouble(r -> r[which]).sorted().toArray();
    double ourMedian = ours[ours.length / 2];
    double theirMedian = theirs[theirs.length / 2];
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("duly", Math.round(ourMedian));
    figure.put("bare", Math.round(theirMedian));
    figure.put("ratio", Math.round(100 * ourMedian / theirMedian) / 100.0);
    figure.put("duly_min_max", List.of(Math.round(ours[0]), Math.round(ours[ours.length - 1])));
    figure.put(
        "bare_min_max", List.of(Math.round(theirs[0]), Math.round(theirs[theirs.length - 1])));
    return figure;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
