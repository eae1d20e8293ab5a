package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.tck.bench.BackendUnderTest;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit's own test: every broken backend turns red, and for the rules it breaks. */
@Tag("mutants")
class BrokenBackendsTest {

  @Test
  void settling_by_id_is_caught() {
    assertThat(RulesThatFail.of(SettlesByIdWithoutToken.class))
        .containsExactly("M", "N2", "S1", "S1 complete", "S2", "S6", "X2", "X3", "any");
  }

  @Test
  void claiming_twice_is_caught() {
    assertThat(RulesThatFail.of(ClaimsTwice.class))
        .containsExactly(
            "C1", "C2", "C5", "C9", "D2", "E6 at once", "K6", "S6", "S7", "T3", "X1", "X2", "any");
  }

  @Test
  void delivering_early_is_caught() {
    assertThat(RulesThatFail.of(DeliversEarly.class))
        .containsExactly(
            "C10", "C2", "C4", "D1", "D2", "E1", "E3", "E6 conflict", "M", "S2", "S3", "S4", "any");
  }

  @Test
  void forgetting_the_attempt_of_a_lost_lease_is_caught() {
    assertThat(RulesThatFail.of(ForgetsTheAttemptOfALostLease.class))
        .containsExactly("E7", "M", "X2", "X4", "any");
  }

  @Test
  void losing_the_rest_of_a_batch_is_caught() {
    assertThat(RulesThatFail.of(LosesTheRestOfABatch.class))
        .containsExactly(
            "E2",
            "E2 across queues",
            "E3",
            "E6",
            "E6 at once",
            "E6 conflict",
            "M",
            "S1",
            "S2",
            "S4",
            "S7",
            "any");
  }

  @Test
  void ignoring_priority_is_caught() {
    assertThat(RulesThatFail.of(IgnoresPriority.class))
        .containsExactly(
            "C10", "C2", "C4", "C9", "D2", "D3", "E1", "E3", "E6 conflict", "T3", "X5", "any");
  }

  @Test
  void claiming_from_a_paused_queue_is_caught() {
    assertThat(RulesThatFail.of(IgnoresPause.class))
        .containsExactly("C9", "D1", "D2", "E3", "E6 conflict", "E7", "M", "X2", "any");
  }

  @Test
  void dropping_follow_ups_is_caught() {
    assertThat(RulesThatFail.of(DropsFollowUps.class)).containsExactly("E6", "S6");
  }

  @Test
  void promising_a_lease_without_renewing_it_is_caught() {
    assertThat(RulesThatFail.of(RenewsNothing.class))
        .containsExactly("N2", "T3", "X1", "X2", "X5", "X5 held", "any");
  }

  @Test
  void counting_a_release_as_an_attempt_is_caught() {
    assertThat(RulesThatFail.of(CountsReleases.class))
        .containsExactly("D2", "E6 conflict", "E7", "M", "S1", "S2", "S3", "V1", "X3", "any");
  }

  @Test
  void knowing_no_token_by_its_text_is_caught() {
    assertThat(RulesThatFail.of(ForgetsTokens.class)).containsExactly("C3");
  }

  @Test
  void discarding_a_job_that_is_no_dead_letter_is_caught() {
    assertThat(RulesThatFail.of(DiscardsTheLiving.class)).containsExactly("D1");
  }

  @Test
  void taking_more_than_asked_for_is_caught() {
    assertThat(RulesThatFail.of(TakesTooMuch.class))
        .containsExactly(
            "C1",
            "C10",
            "C2",
            "C4",
            "C5",
            "C7",
            "C9",
            "D1",
            "D2",
            "D2 letters",
            "D3",
            "E3",
            "E6",
            "M",
            "M depths",
            "S1",
            "S2",
            "S7",
            "T3",
            "X1",
            "X2",
            "X5",
            "any");
  }

  @Test
  void dropping_what_is_said_at_the_end_is_caught() {
    assertThat(RulesThatFail.of(DropsLastNotes.class)).containsExactly("N2");
  }

  @Test
  void losing_what_a_lost_answer_had_claimed_is_caught() {
    assertThat(RulesThatFail.of(LosesALostAnswer.class)).containsExactly("C10");
  }

  @Test
  void the_good_backend_behind_them_is_not() {
    assertThat(RulesThatFail.of(Good.class)).isEmpty();
  }

  static class DropsLastNotes extends Kit {
    DropsLastNotes() {
      super(MoreBrokenBackends.DropsLastNotes::new);
    }
  }

  static class Good extends Kit {
    Good() {
      super(backend -> backend);
    }
  }

  static class SettlesByIdWithoutToken extends Kit {
    SettlesByIdWithoutToken() {
      super(BrokenBackend.SettlesByIdWithoutToken::new);
    }
  }

  static class ClaimsTwice extends Kit {
    ClaimsTwice() {
      super(BrokenBackend.ClaimsTwice::new);
    }
  }

  static class DeliversEarly extends Kit {
    DeliversEarly() {
      super(BrokenBackend.DeliversEarly::new);
    }
  }

  static class ForgetsTheAttemptOfALostLease extends Kit {
    ForgetsTheAttemptOfALostLease() {
      super(BrokenBackend.ForgetsTheAttemptOfALostLease::new);
    }
  }

  static class LosesTheRestOfABatch extends Kit {
    LosesTheRestOfABatch() {
      super(BrokenBackend.LosesTheRestOfABatch::new);
    }
  }

  static class IgnoresPriority extends Kit {
    IgnoresPriority() {
      super(MoreBrokenBackends.IgnoresPriority::new);
    }
  }

  static class IgnoresPause extends Kit {
    IgnoresPause() {
      super(MoreBrokenBackends.IgnoresPause::new);
    }
  }

  static class DropsFollowUps extends Kit {
    DropsFollowUps() {
      super(MoreBrokenBackends.DropsFollowUps::new);
    }
  }

  static class RenewsNothing extends Kit {
    RenewsNothing() {
      super(MoreBrokenBackends.RenewsNothing::new);
    }
  }

  static class CountsReleases extends Kit {
    CountsReleases() {
      super(MoreBrokenBackends.CountsReleases::new);
    }
  }

  static class ForgetsTokens extends Kit {
    ForgetsTokens() {
      super(MoreBrokenBackends.ForgetsTokens::new);
    }
  }

  static class DiscardsTheLiving extends Kit {
    DiscardsTheLiving() {
      super(BrokenLetters.DiscardsTheLiving::new);
    }
  }

  static class TakesTooMuch extends Kit {
    TakesTooMuch() {
      super(MoreBrokenBackends.TakesTooMuch::new);
    }
  }

  static class LosesALostAnswer extends Kit {
    LosesALostAnswer() {
      super(MoreBrokenBackends.LosesALostAnswer::new);
    }
  }

  /** The kit on the reference with a fault in front. */
  abstract static class Kit extends InspectedKit {
    private final UnaryOperator<Backend> fault;

    Kit(UnaryOperator<Backend> fault) {
      this.fault = fault;
    }

    @Override
    protected BackendUnderTest open() {
      return behind(fault);
    }
  }

  /** The reference with a fault in front. */
  static BackendUnderTest behind(UnaryOperator<Backend> fault) {
    ReferenceUnderTest good = new ReferenceUnderTest();
    Backend broken = fault.apply(good.backend());
    return new BackendUnderTest() {
      @Override
      public void prune() {
        good.prune();
      }

      @Override
      public Backend backend() {
        return broken;
      }

      @Override
      public void advance(Duration by) {
        good.advance(by);
      }

      @Override
      public void loseNextAnswer() {
        good.loseNextAnswer();
      }

      @Override
      public void failNextClaim() {
        good.failNextClaim();
      }

      @Override
      public void close() {
        good.close();
      }
    };
  }
}
