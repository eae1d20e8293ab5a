package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Histogram;
import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers report can be read by everybody, for an hour. */
abstract class StatisticsRules extends KitChapter {
  private static final Duration COVERS = Duration.ofSeconds(10);
  private static final Tally MAILS =
      new Tally(
          "default",
          "mail",
          7,
          2,
          1,
          Duration.ofMillis(1_500),
          Histogram.of("0:3 40:6 319:1"),
          Histogram.of("12:10"));
  private static final Tally BILLS =
      new Tally(
          "billing", "bill", 1, 0, 0, Duration.ZERO, Histogram.of("5:1"), Histogram.of("6:1"));

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Statistics statistics;

  @BeforeEach
  void enter() {
    assumeTrue(backend.rooms().statistics().isPresent(), "not offered");
    statistics = backend.rooms().statistics().orElseThrow();
  }

  @Test
  @Rule("M")
  void reports_come_back_as_they_were_given_the_oldest_first() {
    statistics.add("w1", 8, COVERS, List.of(BILLS, MAILS));
    bench.advance(TICK);
    statistics.add("w2", 4, Duration.ofMillis(2_500), List.of(MAILS));
    statistics.add("w1", 8, TICK, List.of(BILLS));

    List<WorkerReport> reports = all();

    assertThat(reports).extracting(WorkerReport::worker).containsExactly("w1", "w1", "w2");
    assertThat(reports).extracting(WorkerReport::slots).containsExactly(8, 8, 4);
    assertThat(reports)
        .extracting(WorkerReport::covers)
        .containsExactly(COVERS, TICK, Duration.ofMillis(2_500));
    assertThat(reports)
        .extracting(WorkerReport::tallies)
        .containsExactly(List.of(BILLS, MAILS), List.of(BILLS), List.of(MAILS));
  }

  @Test
  @Rule("M")
  void a_worker_that_did_nothing_is_there() {
    statistics.add("w1", 8, COVERS, List.of());

    assertThat(all()).hasSize(1);
    assertThat(all().get(0).worker()).isEqualTo("w1");
    assertThat(all().get(0).tallies()).isEmpty();
  }

  @Test
  @Rule("M")
  void what_came_before_is_left_out() {
    statistics.add("w1", 8, COVERS, List.of(MAILS));
    bench.advance(COVERS);
    statistics.add("w2", 8, COVERS, List.of(MAILS));
    Instant second = all().get(1).at();

    assertThat(statistics.since(second)).extracting(WorkerReport::worker).containsExactly("w2");
    assertThat(statistics.since(second.plus(TICK))).isEmpty();
    assertThat(all().get(0).at()).isEqualTo(second.minus(COVERS));
  }

  @Test
  @Rule("M")
  void a_report_is_kept_for_an_hour() {
    statistics.add("w1", 8, COVERS, List.of(MAILS));
    bench.advance(Statistics.KEPT);
    statistics.add("w2", 8, COVERS, List.of(MAILS));
    assertThat(all()).hasSize(2);

    bench.advance(TICK);
    statistics.add("w3", 8, COVERS, List.of(MAILS));

    assertThat(all()).extracting(WorkerReport::worker).containsExactly("w2", "w3");
  }

  private List<WorkerReport> all() {
    return statistics.since(Instant.EPOCH);
  }
}
