package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.Worker;
import dev.duly.bench.Workload;
import dev.duly.jackson.JacksonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The worker on a store that costs nothing: claim, decode, run a no-op, settle. What an engine
 * cannot be faster than.
 */
public final class WorkerAlone {
  private static final JobType<Message, Void> MESSAGE = JobType.of("message", Message.class);
  private static final int WARM_UP_JOBS = 500_000;

  private final int jobs;
  private final int slots;
  private final int rounds;

  /** A payload as applications have. */
  public record Message(String text) {}

  /**
   * A benchmark.
   *
   * @param jobs in each round
   * @param slots of the worker
   * @param rounds how often; the median counts
   */
  public WorkerAlone(int jobs, int slots, int rounds) {
    this.jobs = jobs;
    this.slots = slots;
    this.rounds = rounds;
  }

  /** Jobs per second: {@code {"raw":{"median":…,"min_max":[…]},"decoded":{…}}}. */
  public Map<String, Object> run() throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("raw", rounds(Codec.RAW, Ours.NOOP));
    figures.put("decoded", rounds(JacksonCodec.standard(), MESSAGE));
    figures.put("java", Runtime.version().toString());
    figures.put("processors", Runtime.getRuntime().availableProcessors());
    return figures;
  }

  private <P> Map<String, Object> rounds(Codec codec, JobType<P, Void> type) throws Exception {
    perSecond(codec, type, WARM_UP_JOBS);
    List<Double> perSecond = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      perSecond.add(perSecond(codec, type, jobs));
    }
    Spread spread = Spread.of(perSecond);
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("median", Math.round(spread.median()));
    figure.put("min_max", List.of(Math.round(spread.min()), Math.round(spread.max())));
    return figure;
  }

  private <P> double perSecond(Codec codec, JobType<P, Void> type, int count) throws Exception {
    FreeStore store = new FreeStore(type.name(), Workload.PAYLOAD, count);
    try (Duly duly = Duly.on(store, codec)) {
      long start = System.nanoTime();
      Worker worker =
          duly.worker().queue("default", slots).handle(type, (payload, attempt) -> {}).start();
      worker.awaitIdle(Duration.ofMinutes(1));
      double perSecond = count * 1e9 / (System.nanoTime() - start);
      if (store.settled() != count) {
        throw new IllegalStateException(store.settled() + " of " + count + " jobs were completed");
      }
      return perSecond;
    }
  }
}
