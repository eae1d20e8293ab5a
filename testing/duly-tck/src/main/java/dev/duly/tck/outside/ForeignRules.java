package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duly.backend.Claim;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobRecord;
import dev.duly.tck.bench.Foreign;
import dev.duly.tck.bench.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Messages that other programs publish are jobs if they say what they are, and are never dropped.
 */
abstract class ForeignRules extends OutsideChapter {
  private static final byte[] BYTES = {0, 1, -1, 127, '"', '{'};

  private void publish(Optional<String> type, Optional<String> id) {
    assumeTrue(bench.publish(new Foreign(QUEUE, type, id, BYTES)), "offered");
  }

  @Test
  @Rule("E1 foreign")
  void a_message_that_says_its_type_and_its_id_runs_as_that_job() {
    publish(Optional.of("import"), Optional.of("row-7"));

    Claim claim = claimOne();

    assertThat(claim.job().type()).isEqualTo("import");
    assertThat(claim.job().id().value()).isEqualTo("row-7");
    assertThat(claim.job().payload().bytes()).isEqualTo(BYTES);
    settle(new Complete(claim));
    claimNone(other, 1);
  }

  @Test
  @Rule("E1 foreign")
  void a_message_without_an_id_has_the_same_one_each_time() {
    publish(Optional.of("import"), Optional.empty());

    Claim first = claimOne();
    bench.lose(session);
    Claim second = claimOne(other);

    assertThat(second.job().id()).isEqualTo(first.job().id());
    assertThat(second.job().payload().bytes()).isEqualTo(BYTES);
  }

  @Test
  @Rule("E1 foreign")
  void a_message_without_a_type_is_a_dead_letter_with_its_bytes() {
    publish(Optional.empty(), Optional.of("stranger"));
    enqueue(job("a"));

    assertThat(ids(claim(session, 5))).as("it is not in the way").containsExactly("a");

    DeadLetters letters = backend.rooms().deadLetters().orElseThrow();
    List<JobRecord> all = letters.list(JobQuery.all(5)).jobs();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).deadReason()).contains("foreign");
    assertThat(all.get(0).job().payload().bytes()).isEqualTo(BYTES);
  }
}
