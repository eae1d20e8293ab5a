package dev.duly.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Jobs per second, ours and the bare loop's, in turn, each on a new store. */
final class Throughput {
  /** What is measured, in this order, on one store. */
  enum Measure {
    ENQUEUE("enqueue"),
    DRAIN("drain"),
    SUSTAINED("sustained"),
    SINGLE_1("enqueue_single_1"),
    SINGLE_8("enqueue_single_8");

    private final String key;

    Measure(String key) {
      this.key = key;
    }
  }

  /** Opens a contender on a new store in this folder. */
  interface Opening {
    Contender on(Path folder) throws Exception;
  }

  private final Workload workload;
  private final Supplier<Folder> folders;

  Throughput(Workload workload, Supplier<Folder> folders) {
    this.workload = workload;
    this.folders = folders;
  }

  /** One entry for each measure, see {@link Spread#compared}. */
  Map<String, Object> run(Opening duly, Opening bare, int rounds) throws Exception {
    Map<Measure, List<Double>> ours = measures();
    Map<Measure, List<Double>> theirs = measures();
    for (int round = 0; round < rounds; round++) {
      round(bare, theirs);
      round(duly, ours);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    ours.forEach(
        (measure, perSecond) ->
            figures.put(
                measure.key,
                Spread.compared(
                    Spread.of(perSecond), Spread.of(theirs.getOrDefault(measure, List.of())))));
    return figures;
  }

  private static Map<Measure, List<Double>> measures() {
    return new EnumMap<>(Measure.class);
  }

  private void round(Opening opening, Map<Measure, List<Double>> into) throws Exception {
    int jobs = workload.jobs();
    try (Folder folder = folders.get();
        Contender contender = opening.on(folder.path())) {
      add(into, Measure.ENQUEUE, jobs, () -> contender.enqueue(jobs));
      add(into, Measure.DRAIN, jobs, () -> contender.drain(jobs));
    }
    try (Folder folder = folders.get();
        Contender contender = opening.on(folder.path())) {
      add(into, Measure.SUSTAINED, jobs, () -> contender.sustain(jobs));
    }
    int singly = workload.singly();
    try (Folder folder = folders.get();
        Contender contender = opening.on(folder.path())) {
      add(into, Measure.SINGLE_1, singly, () -> contender.enqueueSingly(singly, 1));
      add(into, Measure.SINGLE_8, 8 * singly, () -> contender.enqueueSingly(8 * singly, 8));
    }
  }

  private static void add(
      Map<Measure, List<Double>> into, Measure measure, int jobs, Threads.Work work)
      throws Exception {
    long start = System.nanoTime();
    work.run();
    into.computeIfAbsent(measure, m -> new ArrayList<>())
        .add(jobs * 1e9 / (System.nanoTime() - start));
  }
}
