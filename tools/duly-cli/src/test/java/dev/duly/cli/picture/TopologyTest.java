package dev.duly.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import dev.duly.monitor.Flow;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Proposal;
import dev.duly.monitor.QueueBox;
import dev.duly.monitor.WorkerBox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The diagram, letter by letter. */
class TopologyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final RunCounts MAILS = tally("email", 5_520, 61, 12);
  private static final RunCounts IMAGES = tally("images", 40, 0, 0);

  @Test
  void producers_queues_workers_and_outcomes_stand_beside_each_other() {
    Picture picture =
        new Picture(
            NOW,
            List.of(
                box("email", false, 1_204, Duration.ofSeconds(38), 120, 94, MAILS),
                box("images", true, 3, Duration.ZERO, 0.44, Double.NaN, IMAGES)),
            List.of(
                new Flow("orders-api", "email", 84),
                new Flow("web", "email", 30),
                new Flow("", "email", 6),
                new Flow("back-office", "images", 0.44)),
            List.of(
                new WorkerBox("imager", 1, 0, 1, Map.of("images", IMAGES)),
                new WorkerBox("mailer", 4, 16, 12, Map.of("email", MAILS)),
                new WorkerBox("spare", 1, 2, 0, Map.of("email", RunCounts.NOTHING))),
            List.of());

    assertThat(String.join("\n", Topology.of(picture, Ansi.PLAIN)))
        .isEqualTo(
            """
             1,207 waiting   13/18 busy   in 120/s   done –/s   1.3 % failed   12 dead   oldest 38 s

             PRODUCERS             QUEUES                                     WORKERS                     LAST MINUTE
                                   ╭──────────────────────────────╮
             orders-api    84.0/s ▶│ email         1,204      ▁▄█ │  94.0/s ▶ mailer ×4   ▇▇▇▇▇▇·· 12/16  ✔ 5,520  ↻ 61  ✖ 12
             + 2 more      36.0/s ▶│ oldest 38 s · wait p95 27 ms │           spare       ··       0/2
                                   ├──────────────────────────────┤
             back-office    0.4/s ▶│ images            3      ▁▃█ │     –/s ▶ imager               1 busy ✔ 40
                                   │ ∥ paused · wait p95 27 ms    │           run p50 27 ms · p95 27 ms
                                   ╰──────────────────────────────╯
            """
                .stripTrailing());
  }

  @Test
  void a_command_is_shown_as_it_is_to_be_typed() {
    List<HealthIssue> findings =
        List.of(
            HealthIssue.warning("2 dead: boom", "duly dlq retry error.group:x"),
            HealthIssue.warning("full", "start another worker"),
            HealthIssue.warning("more", "duly dlq ls"));

    assertThat(Needs.of(findings, 2, new Proposal("./duly", "--url sqlite:a.db"), Ansi.PLAIN))
        .containsExactly(
            " NEEDS ATTENTION",
            "   ▲ 2 dead: boom",
            "     → ./duly dlq retry error.group:x --url sqlite:a.db",
            "   ▲ full",
            "     → start another worker",
            "   + 1 more: ./duly doctor --url sqlite:a.db");
    assertThat(Needs.of(List.of(), 2, new Proposal("duly", ""), Ansi.PLAIN))
        .containsExactly(" NEEDS ATTENTION   nothing");
  }

  @Test
  void an_empty_store_says_so() {
    Picture nothing = new Picture(NOW, List.of(), List.of(), List.of(), List.of());

    assertThat(Topology.of(nothing, Ansi.PLAIN))
        .contains(" no queue yet: the first job makes one")
        .first()
        .isEqualTo(
            " 0 waiting   0/0 busy   in 0.0/s   done 0.0/s   0.0 % failed   0 dead   nothing is late");
  }

  private static QueueBox box(
      String name,
      boolean paused,
      long waiting,
      Duration oldest,
      double in,
      double out,
      RunCounts minute) {
    QueueRecord record =
        new QueueRecord(
            name, paused, waiting, 0, 0, 0, minute.dead(), Optional.of(NOW.minus(oldest)));
    return new QueueBox(
        Gauge.of(record, oldest.isZero() ? NOW.minusMillis(1) : NOW),
        Optional.of(record),
        in,
        out,
        List.of(waiting / 10, waiting / 2, waiting),
        minute);
  }

  private static RunCounts tally(String queue, long completed, long retried, long dead) {
    Histogram times = Histogram.of("100:" + (completed + retried + dead));
    return new RunCounts(
        queue, "t", completed, retried, dead, 0, 0, 0, Duration.ofSeconds(1), times, times);
  }
}
