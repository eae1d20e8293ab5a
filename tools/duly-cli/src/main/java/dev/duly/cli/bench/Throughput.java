package dev.duly.cli.bench;

import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs per second of several contenders in turn, each on a new store. */
public final class Throughput {
  /** What is measured, in this order, on one store. */
  public enum Measure {
    ENQUEUE("enqueue"),
    DRAIN("drain"),
    SUSTAINED("sustained"),
    SINGLE_1("enqueue_single_1"),
    SINGLE_8("enqueue_single_8");

    private final String key;

    Measure(String key) {
      this.key = key;
    }

    /** As it is named in results. */
    public String key() {
      return key;
    }
  }

  /** Opens a contender on a new store in this folder. */
  public interface Opening {
    Contender on(Path folder) throws Exception;
  }

  private final Workload workload;

  /** Of this much work for each. */
  public Throughput(Workload workload) {
    this.workload = workload;
  }

  /**
   * Measures.
   *
   * @param contenders by name, in the order of their turns
   * @param rounds how often each; the first of them comes first in every round
   * @return for each measure, each contender's jobs per second
   */
  public Map<Measure, Map<String, Spread>> run(Map<String, Opening> contenders, int rounds)
      throws Exception {
    Map<Measure, Map<String, List<Double>>> samples = new EnumMap<>(Measure.class);
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Opening> contender : contenders.entrySet()) {
        Map<Measure, Double> perSecond = round(contender.getValue());
        perSecond.forEach(
            (measure, sample) ->
                samples
                    .computeIfAbsent(measure, m -> new LinkedHashMap<>())
                    .computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
                    .add(sample));
      }
    }
    Map<Measure, Map<String, Spread>> spreads = new EnumMap<>(Measure.class);
    samples.forEach(
        (measure, byName) -> {
          Map<String, Spread> of = new LinkedHashMap<>();
          byName.forEach((name, all) -> of.put(name, Spread.of(all)));
          spreads.put(measure, of);
        });
    return spreads;
  }

  private Map<Measure, Double> round(Opening opening) throws Exception {
    Map<Measure, Double> into = new EnumMap<>(Measure.class);
    int jobs = workload.jobs();
    try (Folder folder = Folder.make();
        Contender contender = opening.on(folder.path())) {
      into.put(Measure.ENQUEUE, perSecond(jobs, () -> contender.enqueue(jobs)));
      contender.prepareToDrain();
      into.put(Measure.DRAIN, perSecond(jobs, () -> contender.drain(jobs)));
    }
    try (Folder folder = Folder.make();
        Contender contender = opening.on(folder.path())) {
      contender.prepareToDrain();
      into.put(Measure.SUSTAINED, perSecond(jobs, () -> contender.sustain(jobs)));
    }
    int singly = workload.singly();
    try (Folder folder = Folder.make();
        Contender contender = opening.on(folder.path())) {
      into.put(Measure.SINGLE_1, perSecond(singly, () -> contender.enqueueSingly(singly, 1)));
      into.put(
          Measure.SINGLE_8, perSecond(8 * singly, () -> contender.enqueueSingly(8 * singly, 8)));
    }
    return into;
  }

  private static double perSecond(int jobs, ConcurrentCallers.Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return jobs * 1e9 / (System.nanoTime() - start);
  }
}
