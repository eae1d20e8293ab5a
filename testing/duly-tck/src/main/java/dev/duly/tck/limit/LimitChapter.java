package dev.duly.tck.limit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.limit.Limits;
import dev.duly.job.EncodedJob;
import dev.duly.job.Labels;
import dev.duly.job.Priority;
import dev.duly.limit.Limit;
import dev.duly.tck.KitChapter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of limits share. */
abstract class LimitChapter extends KitChapter {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration GAP = Duration.ofMillis(100); // of ten starts a second

  @SuppressWarnings("NullAway.Init") // found before each test
  Limits limits;

  @BeforeEach
  final void offered() {
    assumeTrue(backend.rooms().limits().isPresent(), "not offered");
    limits = backend.rooms().limits().orElseThrow();
  }

  static EncodedJob keyed(String id, String key) {
    return job(id).withLabels(grouped(key));
  }

  static Labels grouped(String key) {
    return Labels.NONE.withGroupKey(key);
  }

  void enqueueMany(String prefix, int jobs) {
    enqueue(IntStream.range(0, jobs).mapToObj(i -> job(prefix + i)).toArray(EncodedJob[]::new));
  }

  void set(Limit limit) {
    limits.set(limit, WHO);
  }

  static Limit tenASecond() {
    return Limit.queue(QUEUE).rate(10, SECOND);
  }

  /** For so many jobs, of which slots are free for fewer. */
  List<Claim> claimFor(int max, int free) {
    Demand demand = new Demand(QUEUE, List.of(QUEUE), Priority.STRICT, max, free);
    return claim(session, demand);
  }

  int holders() {
    return limits.meters(QUEUE).get(0).running();
  }
}
