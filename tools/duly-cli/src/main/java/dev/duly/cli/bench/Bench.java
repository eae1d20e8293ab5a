package dev.duly.cli.bench;

import dev.duly.bench.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How fast Duly is on an engine, beside a bare loop of its own statements in the same run: no-op
 * handlers, 200-byte payloads, every commit durable.
 */
public final class Bench {
  private final Engine engine;
  private final Workload workload;
  private final Plan plan;

  /**
   * How much of it.
   *
   * @param jobs in each round of bulk enqueue, drain and sustained; a multiple of 1,000
   * @param slots of our worker, and jobs in a commit of the bare loop
   * @param rounds how often; the medians count
   * @param quick fewer samples everywhere: to see that it works, not to quote
   */
  public record Plan(int jobs, int slots, int rounds, boolean quick) {}

  private Bench(Engine engine, Plan plan) {
    this.engine = engine;
    this.workload = new Workload(plan.jobs, plan.quick ? 500 : 2_000, 1_000, plan.slots);
    this.plan = plan;
  }

  /**
   * On the engine of this name, if there is one.
   *
   * @param url of any database on its server, if it is one of those with a server
   */
  public static Optional<Bench> on(String engine, String url, Plan plan) {
    return Engines.named(engine, url).map(found -> new Bench(found, plan));
  }

  /** Duly on the engine of this name, to be measured beside others. */
  public static Throughput.Opening duly(String engine, String url, Workload workload) {
    return duly(Engines.named(engine, url).orElseThrow(), workload);
  }

  private static Throughput.Opening duly(Engine engine, Workload workload) {
    return folder -> new Ours(engine.open(engine.store(folder)), workload);
  }

  /** The bare loop on the engine of this name, to be measured beside others. */
  public static Throughput.Opening bare(String engine, String url, Workload workload) {
    return bare(Engines.named(engine, url).orElseThrow(), workload);
  }

  private static Throughput.Opening bare(Engine engine, Workload workload) {
    return folder -> engine.bare(engine.store(folder), workload);
  }

  /** New stores for others on the engine of this name, each named by a folder. */
  public static Function<Path, String> stores(String engine, String url) {
    return Engines.named(engine, url).orElseThrow()::store;
  }

  public static List<String> engines() {
    return Engines.names();
  }

  /**
   * Measures. Jobs per second but for what its name says: {@code {"enqueue":{"duly":…,"bare":…,
   * "ratio":…,…},"drain":{…},"sustained":{…},"enqueue_single_1":{…},"enqueue_single_8":{…},
   * "latency_ms":{"p50":…,"p99":…,…},"backlog":{"ratio":…,…},"idle_cpu_percent":…,"settings":{…}}};
   * on an engine that is shared also {@code "processes":{"one":…,"two":…,"ratio":…}}, and where a
   * transaction can be forgotten {@code "pinned":{"first":…,"last":…,"ratio":…,…}}.
   */
  public Map<String, Object> run() throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    Map<String, Throughput.Opening> contenders = new LinkedHashMap<>();
    contenders.put("bare", bare(engine, workload));
    contenders.put("duly", duly(engine, workload));
    new Throughput(workload)
        .run(contenders, plan.rounds)
        .forEach(
            (measure, of) -> {
              Spread ours = Objects.requireNonNull(of.get("duly"));
              Spread bare = Objects.requireNonNull(of.get("bare"));
              figures.put(measure.key(), Spread.compared(ours, bare));
            });
    figures.put("latency_ms", new PickUp(engine, workload, plan.quick ? 200 : 2_000).run());
    figures.put(
        "backlog",
        plan.quick
            ? new Backlog(engine, workload, 50_000, 3).run()
            : new Backlog(engine, workload, engine.manyWaiting(), 11).run());
    figures.put(
        "idle_cpu_percent",
        new Idle(engine, workload, Duration.ofSeconds(plan.quick ? 2 : 60)).run());
    if (engine.isShared()) {
      figures.put("processes", new Processes(engine, workload, plan.quick ? 1 : 3).run());
      Map<String, Object> pinned =
          new Pinned(engine, workload, Duration.ofSeconds(plan.quick ? 1 : 60)).run();
      if (!pinned.isEmpty()) {
        figures.put("pinned", pinned);
      }
    }
    figures.put("settings", settings());
    return figures;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("engine", engine.name());
    settings.put("durability", engine.durability());
    settings.put("jobs", plan.jobs);
    settings.put("rounds", plan.rounds);
    settings.put("slots", plan.slots);
    settings.put("payload_bytes", Workload.PAYLOAD.size());
    settings.put("java", Runtime.version().toString());
    settings.put("processors", Runtime.getRuntime().availableProcessors());
    return settings;
  }
}
