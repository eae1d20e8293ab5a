package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.tck.BrokenBackendsTest.Kit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same for unique keys, expiry and schedules. */
@Tag("mutants")
class BrokenFeaturesTest {

  @Test
  void looking_for_a_key_before_storing_is_caught() {
    assertThat(RulesThatFail.of(UniqueByQuery.class)).contains("E6 at once");
  }

  @Test
  void holding_a_key_for_ever_is_caught() {
    assertThat(RulesThatFail.of(KeyForEver.class)).contains("E6", "any");
  }

  @Test
  void failing_a_bulk_over_a_key_is_caught() {
    assertThat(RulesThatFail.of(ConflictFailsTheBulk.class))
        .containsExactly("E3", "E6", "E6 conflict");
  }

  @Test
  void forgetting_when_a_job_expires_is_caught() {
    assertThat(RulesThatFail.of(IgnoresExpiry.class)).containsExactly("E4", "E7");
  }

  @Test
  void ending_what_has_started_once_is_caught() {
    assertThat(RulesThatFail.of(ExpiresRetries.class)).containsExactly("E7");
  }

  @Test
  void firing_a_time_without_a_look_at_the_revision_is_caught() {
    assertThat(RulesThatFail.of(FiresTwice.class)).containsExactly("K2");
  }

  @Test
  void noting_nothing_of_what_was_missed_is_caught() {
    assertThat(RulesThatFail.of(ForgetsTheMissed.class)).containsExactly("K3", "K6");
  }

  @Test
  void filling_in_what_came_during_a_pause_is_caught() {
    assertThat(RulesThatFail.of(BackFills.class)).containsExactly("K3");
  }

  @Test
  void firing_a_paused_schedule_is_caught() {
    assertThat(RulesThatFail.of(FiresPaused.class)).containsExactly("D3", "K2", "K3", "K6");
  }

  static class UniqueByQuery extends Kit {
    UniqueByQuery() {
      super(BrokenKeys.UniqueByQuery::new);
    }
  }

  static class KeyForEver extends Kit {
    KeyForEver() {
      super(BrokenKeys.KeyForEver::new);
    }
  }

  static class ConflictFailsTheBulk extends Kit {
    ConflictFailsTheBulk() {
      super(BrokenKeys.ConflictFailsTheBulk::new);
    }
  }

  static class IgnoresExpiry extends Kit {
    IgnoresExpiry() {
      super(BrokenExpiry.IgnoresExpiry::new);
    }
  }

  static class ExpiresRetries extends Kit {
    ExpiresRetries() {
      super(BrokenExpiry.ExpiresRetries::new);
    }
  }

  static class FiresTwice extends Kit {
    FiresTwice() {
      super(BrokenSchedules.FiresTwice::new);
    }
  }

  static class ForgetsTheMissed extends Kit {
    ForgetsTheMissed() {
      super(BrokenSchedules.ForgetsTheMissed::new);
    }
  }

  static class BackFills extends Kit {
    BackFills() {
      super(BrokenSchedules.BackFills::new);
    }
  }

  static class FiresPaused extends Kit {
    FiresPaused() {
      super(BrokenSchedules.FiresPaused::new);
    }
  }
}
