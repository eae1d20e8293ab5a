package dev.duly.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.EncodedJob;
import dev.duly.backend.Inspector;
import dev.duly.backend.JobQuery;
import dev.duly.backend.QueueRecord;
import dev.duly.backend.Retention;
import dev.duly.backend.Seat;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MANY = 10_000; // more blocks than go at once

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "default", Payload.json("1"));
  }

  private static List<Claim> claim(Session session, int max) {
    return session.claim(List.of(new Demand("default", max)), Duration.ZERO).claims();
  }

  @Test
  void what_is_over_for_long_is_forgotten_and_nothing_else() {
    try (PostgresBench bench = new PostgresBench();
        Session session = bench.backend().open(new Seat("w", Duration.ofSeconds(30)), () -> {})) {
      Inspector inspector = bench.backend().rooms().inspector().orElseThrow();
      bench.backend().enqueue(IntStream.range(0, 6).mapToObj(i -> job("j" + i)).toList());
      List<Claim> claims = claim(session, 5);
      session.settle(
          List.of(
              new Settlement.Complete(claims.get(0)),
              new Settlement.Complete(claims.get(1)),
              new Settlement.Cancel(claims.get(2), "asked"),
              new Settlement.DeadLetter(claims.get(3), DeadReason.REJECTED, Failure.of("E", "no"))),
          List.of());
      bench.advance(DAY.plusMillis(1));
      bench.chores(Retention.of(DAY.multipliedBy(2)));
      bench.chores(Retention.FOREVER);
      assertThat(inspector.list(JobQuery.all(10)).jobs()).hasSize(6);

      session.extend(List.of());
      bench.chores(Retention.of(DAY));
      assertThat(inspector.list(JobQuery.all(10)).jobs())
          .extracting(r -> r.job().id().value() + " " + r.state().text())
          .containsExactly("j5 waiting", "j4 running", "j3 dead");
      assertThat(inspector.attempts(new JobId("j2"))).isEmpty();
      assertThat(inspector.queues())
          .extracting(QueueRecord::completed, QueueRecord::cancelled, QueueRecord::dead)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, 0L, 1L));
      bench.checkStore();
    }
  }

  @Test
  void many_are_forgotten_in_pieces() {
    try (PostgresBench bench = new PostgresBench();
        Session session = bench.backend().open(new Seat("w", Duration.ofSeconds(30)), () -> {})) {
      bench.backend().enqueue(IntStream.range(0, MANY).mapToObj(i -> job("j" + i)).toList());
      for (List<Claim> some = claim(session, 1_000);
          !some.isEmpty();
          some = claim(session, 1_000)) {
        session.settle(some.stream().<Settlement>map(Settlement.Complete::new).toList(), List.of());
      }
      bench.advance(DAY.multipliedBy(2));
      bench.backend().enqueue(List.of(job("new")));
      bench.chores(Retention.of(DAY));

      Inspector inspector = bench.backend().rooms().inspector().orElseThrow();
      assertThat(inspector.list(JobQuery.all(10)).jobs()).hasSize(1);
      assertThat(inspector.queues().get(0).completed()).isZero();
      bench.checkStore();
    }
  }

  @Test
  void an_id_must_stay_known_for_a_day() {
    assertThatThrownBy(() -> Retention.of(Duration.ofHours(23)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 24 hours");
  }
}
