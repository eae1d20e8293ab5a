package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More jobs than are deleted at once. */
@Tag("server")
class PruneTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MANY = 10_000; // more blocks than go at once

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "default", Payload.json("1"));
  }

  private static List<Claim> claim(Session session, int max) {
    return session.claim(List.of(new Demand("default", max)), Duration.ZERO).claims();
  }

  @Test
  void many_are_deleted_in_pieces() {
    try (PostgresUnderTest bench = new PostgresUnderTest();
        Session session =
            bench.backend().open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      bench.backend().enqueue(IntStream.range(0, MANY).mapToObj(i -> job("j" + i)).toList());
      for (List<Claim> some = claim(session, 1_000);
          !some.isEmpty();
          some = claim(session, 1_000)) {
        session.settle(some.stream().<Settlement>map(Settlement.Complete::new).toList(), List.of());
      }
      bench.advance(DAY.multipliedBy(8));
      bench.backend().enqueue(List.of(job("new")));
      bench.prune();

      Inspector inspector = bench.backend().rooms().inspector().orElseThrow();
      assertThat(inspector.list(JobQuery.all(10)).jobs()).hasSize(1);
      assertThat(inspector.queues().get(0).completed()).isZero();
      bench.checkStore();
    }
  }
}
