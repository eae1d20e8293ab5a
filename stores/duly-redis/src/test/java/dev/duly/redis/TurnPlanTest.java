package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Settlement;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.redis.TurnPlan.Round;
import dev.duly.redis.TurnPlan.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which script calls a turn makes, and in which order. */
class TurnPlanTest {
  private static final Instant AT = Instant.parse("2030-01-01T12:00:00Z");

  @Test
  void a_settlement_goes_along_with_the_first_claim_on_its_queue() {
    TurnPlan plan = plan(List.of("a", "b", "a"), demand("p", "b", "a", "b"));

    assertThat(plan.before()).isEmpty();
    assertThat(plan.claiming()).extracting(Round::queue).containsExactly("b", "a", "b");
    assertThat(plan.claiming())
        .extracting(Round::places)
        .containsExactly(List.of(1), List.of(0, 2), List.of());
    assertThat(plan.claiming()).extracting(Round::settles).containsExactly(true, true, false);
  }

  @Test
  void settlements_of_queues_that_are_not_asked_go_before() {
    TurnPlan plan = plan(List.of("a", "b"), demand("p", "b"));

    assertThat(plan.before()).extracting(Round::queue).containsExactly("a");
    assertThat(plan.claiming()).extracting(Round::places).containsExactly(List.of(1));
  }

  @Test
  void a_repeated_claim_settles_nothing() {
    TurnPlan plan =
        TurnPlan.of(settlements(List.of("a")), Set.of(), List.of(demand("p", "a")), true);

    assertThat(plan.before()).extracting(Round::queue).containsExactly("a");
    assertThat(plan.claiming()).extracting(Round::settles).containsExactly(false);
  }

  @Test
  void of_a_long_batch_the_last_thousand_at_most_goes_along() {
    TurnPlan plan = plan(Collections.nCopies(2_500, "a"), demand("p", "a"));

    assertThat(plan.before())
        .extracting(round -> round.places().size())
        .containsExactly(1_000, 1_000);
    assertThat(plan.claiming()).extracting(round -> round.places().size()).containsExactly(500);
    assertThat(plan.claiming().get(0).places()).startsWith(2_000).endsWith(2_499);
  }

  @Test
  void demands_of_one_queue_that_follow_one_another_share_a_call() {
    TurnPlan plan = plan(List.of(), demand("p", "a"), demand("q", "a", "b"), demand("r", "b"));

    assertThat(plan.claiming()).extracting(Round::queue).containsExactly("a", "b");
    assertThat(plan.claiming().get(0).wanted())
        .extracting(Wanted::place, wanted -> wanted.demand().pool())
        .containsExactly(tuple(0, "p"), tuple(1, "q"));
    assertThat(plan.claiming().get(1).wanted()).extracting(Wanted::place).containsExactly(2, 3);
  }

  @Test
  void a_queue_that_is_only_reported_has_a_call_of_its_own() {
    TurnPlan plan = TurnPlan.of(List.of(), Set.of("a"), List.of(), false);

    assertThat(plan.before()).containsExactly(new Round("a", true, List.of(), List.of()));
    assertThat(plan.claiming()).isEmpty();
  }

  private static TurnPlan plan(List<String> queues, Demand... next) {
    return TurnPlan.of(settlements(queues), Set.of(), List.of(next), false);
  }

  private static Demand demand(String pool, String... queues) {
    return new Demand(pool, List.of(queues), Priority.STRICT, 10);
  }

  private static List<Settlement> settlements(List<String> queues) {
    return queues.stream().<Settlement>map(q -> new Settlement.Complete(claim(q))).toList();
  }

  private static Claim claim(String queue) {
    Job job = Job.builder(new JobId("j"), JobSpec.of("mail", queue), Payload.none(), AT).build();
    ClaimRef ref = ClaimRef.of(job, () -> "t", AT);
    return new Claim(ref, job, "p", Duration.ofSeconds(30), false, OptionalLong.empty());
  }
}
