package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Feature;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Enqueued.Duplicate;
import dev.duly.job.Enqueued.Stored;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of unique keys share: jobs of one key. */
abstract class UniqueChapter extends KitChapter {
  static final Failure FAILURE = Failure.of("E", "m");
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final String KEY = "key é ✓'\"*\\";

  @BeforeEach
  final void offered() {
    assumeTrue(backend.capabilities().offers(Feature.UNIQUE_KEYS), "not offered");
  }

  static EncodedJob unique(String id) {
    return unique(id, Until.finished());
  }

  static EncodedJob unique(String id, Until until) {
    return job(id)
        .withLabels(Labels.NONE.withUniqueKey(KEY))
        .withUnique(Unique.DEFAULT.withUntil(until));
  }

  static EncodedJob on(OnConflict onConflict, EncodedJob job) {
    return job.withUnique(job.unique().withOnConflict(onConflict));
  }

  static Enqueued stored(String id) {
    return new Stored(new JobId(id));
  }

  static Enqueued duplicate(String id) {
    return new Duplicate(new JobId(id));
  }

  void isHeldBy(String id) {
    assertThat(enqueue(unique("other"))).as("the key is held").containsExactly(duplicate(id));
  }

  void isFree() {
    assertThat(enqueue(unique("next"))).as("the key is free").containsExactly(stored("next"));
  }
}
