package dev.duly.tck.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Eight threads on each of some backends ask for the same hundred keys at once, each in an order of
 * its own; all are told of the same holders.
 */
public final class UniqueRace {
  /** How many keys there are. */
  public static final int KEYS = 100;

  private static final int THREADS = 8;

  private final List<Backend> backends;
  private final EncodedJob like;

  /**
   * On these backends of one store.
   *
   * @param like of which type and queue the jobs are
   */
  public UniqueRace(List<Backend> backends, EncodedJob like) {
    this.backends = backends;
    this.like = like;
  }

  /**
   * One race for the keys, which must be free or held by one job each.
   *
   * @param round part of the new jobs' ids
   */
  public void run(String round) throws Exception {
    Map<String, JobId> holders = new ConcurrentHashMap<>();
    Map<String, JobId> stored = new ConcurrentHashMap<>();
    int threads = THREADS * backends.size();
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> runs = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Backend backend = backends.get(thread % backends.size());
      List<EncodedJob> jobs = jobs(round + "-" + thread);
      Collections.shuffle(jobs, new Random(thread));
      runs.add(
          pool.submit(
              () -> {
                start.await();
                for (int from = 0; from < KEYS; from += 10) {
                  List<EncodedJob> some = jobs.subList(from, from + 10);
                  List<Enqueued> answers = backend.enqueue(some);
                  for (int i = 0; i < 10; i++) {
                    String key = some.get(i).labels().uniqueKey().orElseThrow();
                    JobId holder = answers.get(i).id();
                    if (answers.get(i) instanceof Enqueued.Stored) {
                      assertThat(stored.put(key, holder)).as("stored before").isNull();
                    }
                    JobId before = holders.putIfAbsent(key, holder);
                    assertThat(before).as("the holder").isIn(null, holder);
                  }
                }
                return null;
              }));
    }
    pool.shutdown();
    for (Future<?> run : runs) {
      run.get(60, TimeUnit.SECONDS);
    }
    assertThat(holders).hasSize(KEYS);
  }

  private List<EncodedJob> jobs(String name) {
    return new ArrayList<>(
        IntStream.range(0, KEYS)
            .mapToObj(
                key ->
                    new EncodedJob(
                            new JobId("r" + name + "-" + key),
                            like.type(),
                            like.queue(),
                            like.payload())
                        .withLabels(like.labels().withUniqueKey("key-" + key)))
            .toList());
  }
}
