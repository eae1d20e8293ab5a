package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.tck.RulesThatFail;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.Foreign;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The test of the kit from outside: every broken broker turns red, and for the rules it breaks. */
@Tag("mutants")
class BrokenBrokersTest {
  @Test
  void the_good_broker_behind_them_is_not() {
    assertThat(RulesThatFail.of(Good.class)).isEmpty();
  }

  @Test
  void acknowledging_before_the_copy_is_sent_is_caught() {
    assertThat(RulesThatFail.of(AcknowledgesBeforeTheCopy.class)).containsExactly("S3");
  }

  @Test
  void forgetting_the_copy_of_a_snooze_is_caught() {
    assertThat(RulesThatFail.of(ForgetsTheCopyOfASnooze.class)).containsExactly("S3");
  }

  @Test
  void counting_a_release_as_lost_is_caught() {
    assertThat(RulesThatFail.of(CountsAReleaseAsLost.class)).containsExactly("S3", "V1");
  }

  @Test
  void never_counting_a_loss_is_caught() {
    assertThat(RulesThatFail.of(NeverCountsALoss.class)).containsExactly("X2", "X4");
  }

  @Test
  void starting_early_is_caught() {
    assertThat(RulesThatFail.of(StartsEarly.class)).containsExactly("C2", "S3");
  }

  @Test
  void swapping_levels_is_caught() {
    assertThat(RulesThatFail.of(SwapsLevels.class)).containsExactly("C4");
  }

  @Test
  void losing_follow_ups_is_caught() {
    assertThat(RulesThatFail.of(LosesThen.class)).containsExactly("S6");
  }

  @Test
  void requeueing_without_removing_the_letter_is_caught() {
    assertThat(RulesThatFail.of(RequeuesWithoutRemoving.class)).containsExactly("D3");
  }

  @Test
  void dropping_messages_of_other_programs_is_caught() {
    assertThat(RulesThatFail.of(DropsForeignMessages.class)).containsExactly("E1 foreign");
  }

  @Test
  void hoarding_is_caught() {
    assertThat(RulesThatFail.of(Hoards.class)).containsExactly("C1", "C5", "M depths", "S7");
  }

  static class Good extends Kit {
    Good() {
      super(Broker::new);
    }
  }

  static class AcknowledgesBeforeTheCopy extends Kit {
    AcknowledgesBeforeTheCopy() {
      super(BrokenBrokers.AcknowledgesBeforeTheCopy::new);
    }
  }

  static class ForgetsTheCopyOfASnooze extends Kit {
    ForgetsTheCopyOfASnooze() {
      super(BrokenBrokers.ForgetsTheCopyOfASnooze::new);
    }
  }

  static class CountsAReleaseAsLost extends Kit {
    CountsAReleaseAsLost() {
      super(BrokenBrokers.CountsAReleaseAsLost::new);
    }
  }

  static class NeverCountsALoss extends Kit {
    NeverCountsALoss() {
      super(BrokenBrokers.NeverCountsALoss::new);
    }
  }

  static class StartsEarly extends Kit {
    StartsEarly() {
      super(BrokenBrokers.StartsEarly::new);
    }
  }

  static class SwapsLevels extends Kit {
    SwapsLevels() {
      super(BrokenBrokers.SwapsLevels::new);
    }
  }

  static class LosesThen extends Kit {
    LosesThen() {
      super(BrokenBrokers.LosesThen::new);
    }
  }

  static class RequeuesWithoutRemoving extends Kit {
    RequeuesWithoutRemoving() {
      super(BrokenBrokers.RequeuesWithoutRemoving::new);
    }
  }

  static class DropsForeignMessages extends Kit {
    DropsForeignMessages() {
      super(BrokenBrokers.DropsForeignMessages::new);
    }
  }

  static class Hoards extends Kit {
    Hoards() {
      super(BrokenBrokers.Hoards::new);
    }
  }

  /** The kit on a broker. */
  abstract static class Kit extends OutsideKit {
    private final Function<InMemoryBackend, Broker> fault;

    Kit(Function<InMemoryBackend, Broker> fault) {
      this.fault = fault;
    }

    @Override
    protected BackendUnderTest open() {
      return new Bench(fault);
    }
  }

  private static final class Bench implements BackendUnderTest {
    private final ManualClock clock = new ManualClock();
    private final InMemoryBackend store = new InMemoryBackend(clock);
    private final Broker broker;

    Bench(Function<InMemoryBackend, Broker> fault) {
      this.broker = fault.apply(store);
    }

    @Override
    public Backend backend() {
      return broker;
    }

    @Override
    public void advance(Duration by) {
      clock.advance(by);
    }

    @Override
    public void lose(Session of) {
      broker.vanished();
      advance(times().lease());
    }

    @Override
    public boolean publish(Foreign message) {
      broker.publish(message);
      return true;
    }

    @Override
    public void loseNextAnswer() {
      store.loseNextAnswer();
    }

    @Override
    public void failNextClaim() {
      store.failNextClaim();
    }

    @Override
    public void prune() {
      store.prune();
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
