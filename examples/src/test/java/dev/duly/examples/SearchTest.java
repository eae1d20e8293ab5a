package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.jackson.JacksonCodec;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private final Duly jobs = Duly.on(new InMemoryBackend(clock), JacksonCodec.standard());
  private final Search search = new Search(jobs);

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void an_export_that_is_asked_for_twice_is_one() {
    JobHandle<?> first = search.export("oslo");

    assertThat(search.export("oslo").id()).isEqualTo(first.id());
    assertThat(search.export("bergen").isNew()).isTrue();
    assertThat(jobs.jobs().waiting("default")).isEqualTo(2);
  }

  @Test
  void many_changes_are_indexed_once_and_up_to_the_last() {
    List<Long> indexed = new ArrayList<>();
    for (long change = 1; change <= 20; change++) {
      search.changed("oslo", change);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(jobs.jobs().waiting("default")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(5));
    try (var worker =
        jobs.worker()
            .queue("default", 1)
            .handle(Search.Reindex.class, (reindex, attempt) -> indexed.add(reindex.upTo()))
            .manual()) {
      worker.runNext();
    }
    assertThat(indexed).containsExactly(20L);
  }

  @Test
  void there_is_one_digest_an_hour() {
    assertThat(search.digest("oslo")).isTrue();
    assertThat(search.digest("oslo")).isFalse();
    clock.advance(Duration.ofHours(1));
    assertThat(search.digest("oslo")).isTrue();
  }
}
