package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.tck.bench.BackendUnderTest;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each fault of limits turns the kit red for its rules. */
@Tag("mutants")
class BrokenLimitsTest {
  @Test
  void counting_in_each_worker_is_caught() {
    assertThat(RulesThatFail.of(GrantsPerWorker.class)).containsExactly("L1", "L2");
  }

  @Test
  void keeping_the_place_of_a_worker_that_vanished_is_caught() {
    assertThat(RulesThatFail.of(LeaksAPlace.class)).containsExactly("L2", "L7");
  }

  @Test
  void giving_a_place_back_twice_is_caught() {
    assertThat(RulesThatFail.of(FreesTwice.class)).containsExactly("L2");
  }

  @Test
  void waiting_behind_a_limit_that_is_used_up_is_caught() {
    assertThat(RulesThatFail.of(HoldsUpTheQueue.class)).containsExactly("L3", "L5", "P2");
  }

  @Test
  void serving_the_oldest_job_first_is_caught() {
    assertThat(RulesThatFail.of(OldestFirst.class)).contains("P2");
  }

  abstract static class Kit extends LimitsKit {
    private final UnaryOperator<Backend> fault;

    Kit(UnaryOperator<Backend> fault) {
      this.fault = fault;
    }

    @Override
    protected BackendUnderTest open() {
      return BrokenBackendsTest.behind(fault);
    }
  }

  static class GrantsPerWorker extends Kit {
    GrantsPerWorker() {
      super(BrokenLimits.GrantsPerWorker::new);
    }
  }

  static class LeaksAPlace extends Kit {
    LeaksAPlace() {
      super(BrokenLimits.LeaksAPlace::new);
    }
  }

  static class FreesTwice extends Kit {
    FreesTwice() {
      super(BrokenLimits.FreesTwice::new);
    }
  }

  static class HoldsUpTheQueue extends Kit {
    HoldsUpTheQueue() {
      super(BrokenLimits.HoldsUpTheQueue::new);
    }
  }

  static class OldestFirst extends Kit {
    OldestFirst() {
      super(BrokenLimits.OldestFirst::new);
    }
  }
}
